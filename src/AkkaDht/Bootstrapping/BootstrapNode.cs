using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AkkaDht.Protocol;

namespace AkkaDht.Bootstrapping;

/// <summary>
/// Where a node learns of its first peers: <c>host:port</c>, or <c>ip@host:port</c> to try an address before looking the name up.
/// </summary>
/// <param name="Host">A name, or an IPv4 address.</param>
/// <param name="Port">The UDP port.</param>
/// <param name="SuggestedHost">The address to try first, as in <see cref="PeerAddress.Host"/>.</param>
public sealed record BootstrapNode(string Host, ushort Port, uint? SuggestedHost = null)
{
    /// <summary>A bootstrap node with a known address.</summary>
    public static BootstrapNode At(PeerAddress address) => new(address.HostText, address.Port);

    /// <summary>The address, when no name has to be looked up.</summary>
    public PeerAddress? LiteralAddress =>
        SuggestedHost is null && PeerAddress.TryParseHost(Host, out var host) ? new PeerAddress(host, Port) : null;

    /// <summary>Parses <c>host:port</c> or <c>ip@host:port</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BootstrapNode? node)
    {
        node = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return false;

        var host = text[..colon];
        var at = host.IndexOf('@', StringComparison.Ordinal);
        uint? suggested = null;
        if (at >= 0)
        {
            if (!PeerAddress.TryParseHost(host.AsSpan(0, at), out var address)) return false;
            suggested = address;
            host = host[(at + 1)..];
        }

        if (host.Length == 0) return false;
        node = new BootstrapNode(host, port, suggested);
        return true;
    }

    /// <summary>Parses text that should be valid; throws <see cref="FormatException"/> otherwise.</summary>
    public static BootstrapNode Parse(string text) => TryParse(text, out var node) ? node
        : throw new FormatException($"'{text}' is not a bootstrap node such as 'node.example:49737' or '88.99.3.86@node.example:49737'.");

    /// <inheritdoc/>
    public override string ToString() =>
        SuggestedHost is { } host ? $"{new PeerAddress(host, 0).HostText}@{Host}:{Port}" : $"{Host}:{Port}";
}
