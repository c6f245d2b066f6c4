using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

/// <summary>Splits <c>protocol://system[@host:port][/path]</c>; a host of IPv6 stands in brackets.</summary>
internal static class AddressParser
{
    private const string Protocol = "akka";
    private const int LongestProtocol = 255;

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Address? address, out ReadOnlySpan<char> path)
    {
        address = null;
        path = default;
        var colon = text.IndexOf(':');
        if (colon < Protocol.Length || colon > LongestProtocol
            || !text.StartsWith(Protocol, StringComparison.OrdinalIgnoreCase)
            || !text[(colon + 1)..].StartsWith("//", StringComparison.Ordinal))
            return false;

        var protocol = text[..colon].ToString().ToLowerInvariant();
        var authority = text[(colon + 3)..];
        var slash = authority.IndexOf('/');
        path = slash < 0 ? "/" : authority[slash..];
        if (slash >= 0)
            authority = authority[..slash];

        var at = authority.IndexOf('@');
        address = at < 0
            ? new Address(protocol, authority.ToString())
            : WithHost(protocol, authority[..at].ToString(), authority[(at + 1)..]);
        return address is not null;
    }

    private static Address? WithHost(string protocol, string system, ReadOnlySpan<char> hostPort)
    {
        var bracket = hostPort.IndexOf(']');
        var colon = hostPort[(bracket + 1)..].IndexOf(':');
        if (colon < 0)
            return null;
        var host = hostPort[..(bracket + 1 + colon)];
        return int.TryParse(hostPort[(host.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new Address(protocol, system, host.ToString(), port)
            : null;
    }
}
