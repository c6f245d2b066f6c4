using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Decides what a datagram tells about its sender: the routing table hears of a node once per tick rather than once per
/// datagram, and the NAT sampler of a known node once in half an hour (02-dht-rpc.md B5). Remembers at most a fixed number
/// of nodes; at the bound a further node is not sampled, and reported with every datagram if the table has a place for it.
/// </summary>
internal sealed class HeardNodes(int capacity)
{
    private const long ResampleTicks = 360;

    private const int Never = int.MinValue / 2;

    private readonly Dictionary<PeerAddress, Memory> _memories = [];
    private readonly HashSet<PeerAddress> _idlessSamples = [];
    private long? _sweptAt;

    /// <summary>What is to be done about a sender.</summary>
    public readonly record struct Verdict(bool Report, bool Sample);

    public int Count => _memories.Count;

    /// <summary>How many times a node was not remembered because there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>A datagram came from a node that proved its id; <paramref name="isExternal"/> when on the socket that requests do not use.</summary>
    public Verdict HandleNode(long tick, Node node, RoutingTable table, bool isExternal)
    {
        var isKnown = _memories.TryGetValue(node.Address, out var memory);
        if (!isKnown) memory = new Memory(Never, Never);
        var isNews = memory.Heard != tick;
        var isDue = tick - memory.Sampled >= ResampleTicks;
        if (!isNews && !isDue) return default;

        var isMember = table.TryGet(node.Id, out _);
        var hasRoom = !isMember && table.HasRoomFor(node.Id);

        // Whoever cannot be remembered would be believed with every datagram, so it is not believed at all.
        if (!isKnown && !MakeRoom(tick))
        {
            Refused++;
            return new Verdict(Report: isMember || hasRoom, Sample: false);
        }

        var isSampled = isDue && (isMember ? !isExternal : hasRoom);
        _memories[node.Address] = new Memory((int)tick, isSampled ? (int)tick : memory.Sampled);
        return new Verdict(isNews, isSampled);
    }

    /// <summary>A reply came without an id; the first few such senders are believed about our address, since somebody must be first.</summary>
    public bool HandleIdless(PeerAddress from, int limit) => _idlessSamples.Count < limit && _idlessSamples.Add(from);

    /// <summary>A node left the table: it is reported at once when heard again.</summary>
    public void HandleRemoved(PeerAddress address) => _memories.Remove(address);

    /// <summary>The NAT sampler starts anew.</summary>
    public void HandleNatReset() => _idlessSamples.Clear();

    // What was heard in this tick stays, so that one look at all of them a tick is enough.
    private bool MakeRoom(long tick)
    {
        if (_memories.Count >= capacity && _sweptAt != tick) ForgetOlderThan(tick);
        return _memories.Count < capacity;
    }

    private void ForgetOlderThan(long tick)
    {
        _sweptAt = tick;
        foreach (var (address, memory) in _memories)
            if (memory.Heard < tick) _memories.Remove(address);
    }

    private readonly record struct Memory(int Heard, int Sampled);
}
