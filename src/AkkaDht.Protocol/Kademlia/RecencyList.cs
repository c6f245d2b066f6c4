namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// All nodes of the table in the order in which they were last heard, across its rows: who is checked next, and who is asked
/// first about our firewall. A list linked through one array, since every node of a process keeps one. Reference: the
/// time-ordered set <c>dht.nodes</c> (02-dht-rpc.md B5).
/// </summary>
public sealed class RecencyList
{
    private const int None = -1;

    private readonly Dictionary<PeerAddress, int> _indexes = [];
    private Entry[] _entries = [];
    private int _free = None;
    private int _oldest = None;
    private int _latest = None;

    /// <summary>How many nodes there are.</summary>
    public int Count => _indexes.Count;

    /// <summary>Whether the node is listed.</summary>
    public bool Contains(PeerAddress address) => _indexes.ContainsKey(address);

    /// <summary>How many nodes share the /24 network of <paramref name="address"/>; looks at all of them.</summary>
    public int CountInSubnet(PeerAddress address) => _indexes.Keys.Count(listed => listed.Subnet24 == address.Subnet24);

    /// <summary>A node was heard, or added: it becomes the latest.</summary>
    public void HandleHeard(long tick, PeerAddress address)
    {
        if (_indexes.TryGetValue(address, out var index)) Unlink(index);
        else _indexes.Add(address, index = TakeFree());
        _entries[index] = new Entry(address, (int)tick, Older: _latest, Newer: None);
        if (_latest == None) _oldest = index;
        else _entries[_latest].Newer = index;
        _latest = index;
    }

    /// <summary>A node left the table; false when it was not listed.</summary>
    public bool HandleRemoved(PeerAddress address)
    {
        if (!_indexes.Remove(address, out var index)) return false;

        Unlink(index);
        _entries[index] = new Entry(default, 0, Older: None, Newer: _free);
        _free = index;
        return true;
    }

    /// <summary>The nodes heard last, latest first, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<PeerAddress> Latest(int count)
    {
        var latest = new List<PeerAddress>(Math.Clamp(count, 0, Count));
        for (var index = _latest; index != None && latest.Count < count; index = _entries[index].Older) latest.Add(_entries[index].Address);
        return latest;
    }

    /// <summary>
    /// Picks the nodes to check in this round, oldest first: <paramref name="count"/> of them, or two when even the oldest had
    /// contact within <paramref name="recentTicks"/>. A node that had contact in this tick ends the round.
    /// </summary>
    public IReadOnlyList<PeerAddress> TakeOldest(long tick, int count, long recentTicks)
    {
        var taken = new List<PeerAddress>();
        if (_oldest == None) return taken;

        var wanted = tick - _entries[_oldest].Pinged < recentTicks ? 2 : count;
        for (var index = _oldest; index != None && taken.Count < wanted && _entries[index].Pinged != tick; index = _entries[index].Newer)
        {
            _entries[index].Pinged = (int)tick;
            taken.Add(_entries[index].Address);
        }

        return taken;
    }

    /// <summary>A node is checked for another reason.</summary>
    public void HandlePinged(long tick, PeerAddress address)
    {
        if (_indexes.TryGetValue(address, out var index)) _entries[index].Pinged = (int)tick;
    }

    private void Unlink(int index)
    {
        var entry = _entries[index];
        if (entry.Older == None) _oldest = entry.Newer;
        else _entries[entry.Older].Newer = entry.Newer;
        if (entry.Newer == None) _latest = entry.Older;
        else _entries[entry.Newer].Older = entry.Older;
    }

    private int TakeFree()
    {
        if (_free == None) Grow();
        var index = _free;
        _free = _entries[index].Newer;
        return index;
    }

    // What is new is strung together as free entries.
    private void Grow()
    {
        var used = _entries.Length;
        Array.Resize(ref _entries, Math.Max(4, used + (used / 2)));
        for (var index = used; index < _entries.Length; index++) _entries[index].Newer = index + 1 < _entries.Length ? index + 1 : None;
        _free = used;
    }

    private record struct Entry(PeerAddress Address, int Pinged, int Older, int Newer);
}
