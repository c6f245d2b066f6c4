using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>Where in the key space something is kept: at its hash (03-hyperdht.md §2).</summary>
public static class Targets
{
    /// <summary>The target of a value, or of a topic that has a text for its name.</summary>
    public static NodeId Of(ICryptoSuite crypto, ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[NodeId.Length];
        crypto.Blake2b256(value, hash);
        return NodeId.Read(hash);
    }

    /// <summary>The target of a server, and of the mutable value that its key signs.</summary>
    public static NodeId Of(ICryptoSuite crypto, PublicKey publicKey)
    {
        Span<byte> key = stackalloc byte[PublicKey.Length];
        publicKey.CopyTo(key);
        return Of(crypto, key);
    }
}
