using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// Who announced itself, and the nodes by which it can be reached (03-hyperdht.md §3.5); also the whole of a FIND_PEER reply.
/// <code>
/// | key | relays    |
/// | 32  | ipv4Array |
/// </code>
/// </summary>
/// <param name="PublicKey">The peer.</param>
/// <param name="Relays">Nodes that pass a handshake on to it.</param>
public sealed record PeerRecord(PublicKey PublicKey, IReadOnlyList<PeerAddress> Relays) : IWireMessage<PeerRecord>
{
    /// <summary>The most relays that a record may name on the wire.</summary>
    public const int MaxRelays = WireLists.MaxAddresses;

    /// <summary>How many relays of a record are stored and told.</summary>
    public const int StoredRelays = 3;

    /// <summary>Length of a record without relays, in bytes.</summary>
    public const int MinimumLength = PublicKey.Length + 1;

    /// <inheritdoc/>
    public static bool TryRead(ref CompactReader reader, [NotNullWhen(true)] out PeerRecord? message)
    {
        message = null;
        if (!reader.TryReadFixed32(out var key) || !reader.TryReadAddresses(out var relays)) return false;

        message = new PeerRecord(PublicKey.Read(key), relays);
        return true;
    }

    /// <inheritdoc/>
    public int Measure() => PublicKey.Length + CompactWriter.MeasurePeerAddresses(Relays.Count);

    /// <inheritdoc/>
    public void Encode(ref CompactWriter writer)
    {
        PublicKey.CopyTo(writer.Take(PublicKey.Length));
        writer.WriteAddresses(Relays);
    }

    /// <summary>The record with no more than its first <see cref="StoredRelays"/> relays.</summary>
    internal PeerRecord Shortened() => Relays.Count <= StoredRelays ? this : this with { Relays = [.. Relays.Take(StoredRelays)] };
}
