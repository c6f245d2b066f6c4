using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Akka.Actor;

/// <summary>Splits <c>protocol://system[@host:port][/path]</c>.</summary>
internal static class AddressParser
{
    public static bool TryParse(string? text, [MaybeNullWhen(false)] out Address address, [MaybeNullWhen(false)] out string path)
    {
        address = null;
        path = null;
        if (string.IsNullOrEmpty(text))
            return false;

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || !text.AsSpan(0, scheme).StartsWith("akka", StringComparison.OrdinalIgnoreCase))
            return false;

        var slash = text.IndexOf('/', scheme + 3);
        var end = slash < 0 ? text.Length : slash;
        var authority = text.AsSpan(scheme + 3, end - scheme - 3);
        if (authority.IsEmpty)
            return false;

        path = slash < 0 ? "/" : text[slash..];
        var protocol = text[..scheme].ToLowerInvariant();
        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority.ToString());
            return true;
        }

        return TryParseHost(protocol, authority[..at], authority[(at + 1)..], out address);
    }

    private static bool TryParseHost(
        string protocol, ReadOnlySpan<char> system, ReadOnlySpan<char> hostPort, [MaybeNullWhen(false)] out Address address)
    {
        address = null;
        var colon = hostPort.LastIndexOf(':');
        if (system.IsEmpty || colon <= 0
            || !int.TryParse(hostPort[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > ushort.MaxValue)
            return false;

        address = new Address(protocol, system.ToString(), hostPort[..colon].ToString(), port);
        return true;
    }
}
