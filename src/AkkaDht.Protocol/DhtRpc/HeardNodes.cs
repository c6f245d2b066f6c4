using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Decides what a datagram tells about its sender: the routing table hears of a node once per tick rather than once per
/// datagram, and the NAT sampler of a known node once in half an hour (02-dht-rpc.md B5). Remembers at most a fixed number
/// of nodes; a node that is not remembered is merely reported more often.
/// </summary>
internal sealed class HeardNodes(int capacity)
{
    private const long ResampleTicks = 360;
    private readonly Dictionary<NodeId, Memory> _memories = [];
    private readonly HashSet<PeerAddress> _idlessSamples = [];

    /// <summary>What is to be done about a sender.</summary>
    public readonly record struct Verdict(bool Report, bool Sample);

    public int Count => _memories.Count;

    /// <summary>A datagram came from a node that proved its id; <paramref name="isExternal"/> when on the socket that requests do not use.</summary>
    public Verdict HandleNode(long tick, Node node, RoutingTable table, bool isExternal)
    {
        var known = _memories.TryGetValue(node.Id, out var memory);
        if (known && memory.Heard == tick && memory.Sampled is not null) return default;

        var isMember = table.TryGet(node.Id, out _);
        var due = memory.Sampled is not { } sampled || tick - sampled >= ResampleTicks;
        var sample = due && (isMember ? !isExternal : table.HasRoomFor(node.Id));
        Remember(node.Id, new Memory(tick, sample ? tick : memory.Sampled), tick);
        return new Verdict(!known || memory.Heard != tick, sample);
    }

    /// <summary>A reply came without an id; the first few such senders are believed about our address, since somebody must be first.</summary>
    public bool HandleIdless(PeerAddress from, int limit) => _idlessSamples.Count < limit && _idlessSamples.Add(from);

    /// <summary>A node left the table: it is reported at once when heard again.</summary>
    public void HandleRemoved(NodeId id) => _memories.Remove(id);

    /// <summary>The NAT sampler starts anew.</summary>
    public void HandleNatReset() => _idlessSamples.Clear();

    private void Remember(NodeId id, Memory memory, long tick)
    {
        if (_memories.Count >= capacity && !_memories.ContainsKey(id)) ForgetOlderThan(tick);
        if (_memories.Count < capacity || _memories.ContainsKey(id)) _memories[id] = memory;
    }

    private void ForgetOlderThan(long tick)
    {
        foreach (var (id, memory) in _memories)
            if (memory.Heard < tick) _memories.Remove(id);
    }

    private readonly record struct Memory(long Heard, long? Sampled);
}
