using System.Numerics;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// The ids of addresses that were asked for lately, so that a datagram of a known sender costs no hash (02-dht-rpc.md A6).
/// Sets of eight entries, as in a processor's cache: it starts as one set and doubles when a set overflows; at
/// <c>maximum</c> entries a newcomer takes the place of another in its set. One owner.
/// </summary>
/// <param name="crypto">Computes the ids that are not here.</param>
/// <param name="maximum">The most entries (40 bytes each); rounded up to a power of two, at least one set.</param>
/// <param name="network">Whose ids they are; null for the public network's.</param>
public sealed class NodeIdCache(ICryptoSuite crypto, int maximum, DhtNetwork? network = null)
{
    private const int SetLength = 8;

    // A key is an address in 48 bits with this bit above, so that an empty entry is like no address.
    private const ulong Present = 1ul << 48;

    private readonly int _maximum = Math.Max(SetLength, (int)BitOperations.RoundUpToPowerOf2((uint)maximum));
    private Entry[] _entries = new Entry[SetLength];
    private int _nextVictim;

    /// <summary>Whose ids they are; null for the public network's.</summary>
    public DhtNetwork? Network => network;

    /// <summary>How many entries there is room for now.</summary>
    public int Capacity => _entries.Length;

    /// <summary>The id of a node: the hash of its address as it stands on the wire.</summary>
    public static NodeId Compute(ICryptoSuite crypto, PeerAddress address, DhtNetwork? network = null)
    {
        Span<byte> wire = stackalloc byte[PeerAddress.WireLength];
        Span<byte> digest = stackalloc byte[NodeId.Length];
        address.CopyTo(wire);
        if (network is null) crypto.Blake2b256(wire, digest);
        else crypto.Blake2b256(network.Key, wire, digest);
        return NodeId.Read(digest);
    }

    /// <summary>The id of a node, computed at most once while it is remembered.</summary>
    public NodeId Get(PeerAddress address)
    {
        var key = Present | (ulong)address.Host << 16 | address.Port;
        foreach (ref readonly var entry in SetOf(key))
        {
            if (entry.Key == key) return entry.Id;
        }

        var id = Compute(crypto, address, network);
        Remember(new Entry(key, id));
        return id;
    }

    private void Remember(Entry newcomer)
    {
        while (!TryStore(newcomer))
        {
            if (_entries.Length < _maximum) Grow();
            else SetOf(newcomer.Key)[_nextVictim++ % SetLength] = default;
        }
    }

    private bool TryStore(Entry newcomer)
    {
        foreach (ref var entry in SetOf(newcomer.Key))
        {
            if (entry.Key != 0) continue;
            entry = newcomer;
            return true;
        }

        return false;
    }

    // Each set is parted into two, so that everything finds a place.
    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[2 * old.Length];
        foreach (var entry in old)
        {
            if (entry.Key != 0) TryStore(entry);
        }
    }

    private Span<Entry> SetOf(ulong key)
    {
        // Fibonacci hashing: the high bits of the product are those that every bit of the key has a say in.
        var hash = key * 0x9e3779b97f4a7c15 >> 32;
        var set = (int)hash & (_entries.Length / SetLength - 1);
        return _entries.AsSpan(set * SetLength, SetLength);
    }

    private readonly record struct Entry(ulong Key, NodeId Id);
}
