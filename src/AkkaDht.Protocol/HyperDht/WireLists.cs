using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>Lists of addresses and presence flags as the messages of this layer carry them; a list longer than its bound is malformed.</summary>
internal static class WireLists
{
    /// <summary>The most addresses that any list may have; the reference sends a handful, and a datagram holds more than this only in fragments.</summary>
    public const int MaxAddresses = 1024;

    public static bool TryReadAddresses(this ref CompactReader reader, out IReadOnlyList<PeerAddress> addresses)
    {
        addresses = [];
        if (!reader.TryReadPeerAddresses(out var packed)) return false;

        var count = packed.Length / PeerAddress.WireLength;
        if (count is 0 or > MaxAddresses) return count == 0;

        var list = new PeerAddress[count];
        for (var i = 0; i < count; i++) list[i] = PeerAddress.Read(packed[(i * PeerAddress.WireLength)..]);
        addresses = list;
        return true;
    }

    public static bool TryReadAddresses6(this ref CompactReader reader, out IReadOnlyList<Ipv6PeerAddress> addresses)
    {
        addresses = [];
        if (!reader.TryReadIpv6PeerAddresses(out var packed)) return false;

        var count = packed.Length / Ipv6PeerAddress.WireLength;
        if (count is 0 or > MaxAddresses) return count == 0;

        var list = new Ipv6PeerAddress[count];
        for (var i = 0; i < count; i++) list[i] = Ipv6PeerAddress.Read(packed[(i * Ipv6PeerAddress.WireLength)..]);
        addresses = list;
        return true;
    }

    /// <summary>An address that is there when a flag says so.</summary>
    public static bool TryReadAddress(this ref CompactReader reader, bool isPresent, out PeerAddress? address)
    {
        address = null;
        if (!isPresent) return true;

        var isRead = reader.TryReadPeerAddress(out var read);
        if (isRead) address = read;
        return isRead;
    }

    /// <summary>A token that is there when a flag says so.</summary>
    public static bool TryReadToken(this ref CompactReader reader, bool isPresent, out SecretToken? token)
    {
        token = null;
        if (!isPresent) return true;

        var isRead = reader.TryReadFixed32(out var bytes);
        if (isRead) token = SecretToken.Read(bytes);
        return isRead;
    }

    public static void WriteAddresses(this ref CompactWriter writer, IReadOnlyList<PeerAddress> addresses)
    {
        Invariant.That(addresses.Count <= MaxAddresses, "a list of addresses is within its bound");
        writer.WriteCount(addresses.Count);
        foreach (var address in addresses) writer.WritePeerAddress(address);
    }

    public static void WriteAddresses6(this ref CompactWriter writer, IReadOnlyList<Ipv6PeerAddress> addresses)
    {
        Invariant.That(addresses.Count <= MaxAddresses, "a list of addresses is within its bound");
        writer.WriteCount(addresses.Count);
        foreach (var address in addresses) writer.WriteIpv6PeerAddress(address);
    }

    public static void WriteToken(this ref CompactWriter writer, SecretToken token) => token.CopyTo(writer.Take(SecretToken.Length));

    public static int MeasureAddresses6(int count) => CompactWriter.MeasureUInt((ulong)count) + count * Ipv6PeerAddress.WireLength;

    public static bool Has(this ulong flags, ulong flag) => (flags & flag) != 0;
}
