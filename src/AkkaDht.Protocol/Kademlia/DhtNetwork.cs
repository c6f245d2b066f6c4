using System.Text;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// A network of one's own. Its nodes hash addresses with a key, so that an id of theirs is no id to anybody else and the other
/// way round: no routing table of this network ever holds a node of another one, and none of another a node of this.
/// </summary>
public sealed class DhtNetwork
{
    private static readonly byte[] Domain = "akkadht/network"u8.ToArray();

    private readonly byte[] _key = new byte[NodeId.Length];

    private DhtNetwork(ICryptoSuite crypto, string name) => crypto.Blake2b256(Domain, Encoding.UTF8.GetBytes(name), _key);

    /// <summary>The key of its ids, 32 bytes.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>The network that is called <paramref name="name"/>; null, which stands for the public one, when that is empty.</summary>
    public static DhtNetwork? Named(ICryptoSuite crypto, string name) => name.Length == 0 ? null : new DhtNetwork(crypto, name);
}
