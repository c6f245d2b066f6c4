using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>An announcement under a topic: the record as it is told to others.</summary>
internal readonly record struct StoredRecord(uint Host, PublicKey PublicKey, ReadOnlyMemory<byte> Record) : IStored
{
    public int Length => Record.Length;
}

/// <summary>A server that announced itself from <paramref name="Relay"/>: there its handshakes are passed on to.</summary>
internal readonly record struct StoredForward(PeerAddress Relay, ReadOnlyMemory<byte> Record) : IStored
{
    public uint Host => Relay.Host;

    public int Length => Record.Length;
}

/// <summary>What a token renews.</summary>
internal readonly record struct StoredRefresh(uint Host, NodeId Target, PublicKey PublicKey, ReadOnlyMemory<byte> Record, bool IsSelf) : IStored
{
    public int Length => Record.Length;
}

/// <summary>When a topic was last marked as changed.</summary>
internal readonly record struct StoredBump(uint Host, ulong Bump) : IStored
{
    public int Length => sizeof(ulong);
}

/// <summary>An immutable value.</summary>
internal readonly record struct StoredValue(uint Host, ReadOnlyMemory<byte> Value) : IStored
{
    public int Length => Value.Length;
}

/// <summary>A mutable value as a <see cref="MutableValue"/> of <paramref name="Seq"/> reads on the wire.</summary>
internal readonly record struct StoredMutable(uint Host, ulong Seq, ReadOnlyMemory<byte> Encoded) : IStored
{
    public int Length => Encoded.Length;

    /// <summary>Number and value, without the signature: equal bytes are equal values.</summary>
    public ReadOnlySpan<byte> Signed => Encoded.Span[..^Signature.Length];
}
