namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// One row of the routing table: the nodes whose ids share a given number of leading bits with the table's own. Between the
/// network, which says who was heard, and the <see cref="BucketSnapshot"/>, from which replies and queries are fed. Knows no
/// clock but the tick that it is told. Reference: <c>kademlia-routing-table</c>, class Row; dht-rpc <c>index.js</c>,
/// _addNode and _onfullrow (02-dht-rpc.md B4, B5).
/// </summary>
/// <remarks>Members are ascending by id, at most <see cref="BucketLimits.Capacity"/>, and no public /24 has more than its share.</remarks>
public sealed class Bucket(BucketLimits limits)
{
    /// <summary>A node that was pinged within so many ticks (about 1 min) is recent.</summary>
    public const long RecentTicks = 12;

    /// <summary>A node that has been a member for more ticks than this (about 30 min) is old, and old nodes tend to stay.</summary>
    public const long OldTicks = 360;

    private const int InitialRoom = 4;

    private KnownNode[] _members = [];
    private BucketSnapshot? _snapshot = BucketSnapshot.Empty;

    /// <summary>How many members there are.</summary>
    public int Count { get; private set; }

    /// <summary>The members, ascending by id; valid until the next change.</summary>
    public ReadOnlySpan<KnownNode> Members => _members.AsSpan(0, Count);

    /// <summary>The members for other threads; a new one only after a node came or went.</summary>
    public BucketSnapshot Snapshot => _snapshot ??= new BucketSnapshot(Members);

    /// <summary>A bucket with the members of <paramref name="snapshot"/>, each as if it had just been heard.</summary>
    public static Bucket Restore(BucketLimits limits, BucketSnapshot snapshot, long tick)
    {
        var bucket = new Bucket(limits);
        for (var i = 0; i < snapshot.Count; i++) bucket.Heard(tick, snapshot[i]);
        return bucket;
    }

    /// <summary>A datagram with a valid id came from <paramref name="node"/>: it is updated, or takes a place if there is one.</summary>
    public InsertOutcome Heard(long tick, Node node)
    {
        var index = IndexOf(node.Id);
        if (index >= 0)
        {
            _members[index] = _members[index] with { Pinged = (int)tick };
            return InsertOutcome.Updated;
        }

        if (!HasRoomForSubnetOf(node.Address)) return InsertOutcome.Refused;
        if (Count == limits.Capacity) return new InsertOutcome(InsertKind.Full, SwapCandidate(tick));

        Insert(~index, new KnownNode(node, Added: (int)tick, Pinged: (int)tick));
        return InsertOutcome.Inserted;
    }

    /// <summary>Gives up a member; false when it was none.</summary>
    public bool Remove(NodeId id)
    {
        var index = IndexOf(id);
        if (index < 0) return false;

        Members[(index + 1)..].CopyTo(_members.AsSpan(index));
        Count--;
        _snapshot = null;
        return true;
    }

    /// <summary>The member with this id.</summary>
    public bool TryGet(NodeId id, out KnownNode known)
    {
        var index = IndexOf(id);
        known = index >= 0 ? _members[index] : default;
        return index >= 0;
    }

    /// <summary>A member is about to be pinged, so that nobody else pings it in this tick.</summary>
    public bool TryMarkPinged(long tick, NodeId id)
    {
        var index = IndexOf(id);
        if (index < 0) return false;

        _members[index] = _members[index] with { Pinged = (int)tick };
        return true;
    }

    /// <summary>
    /// Somebody says that a member is down: true when that deserves a check, which is the first time, and later whenever the
    /// member was not pinged in this tick (02-dht-rpc.md A8).
    /// </summary>
    public bool TryCountDownHint(long tick, NodeId id)
    {
        var index = IndexOf(id);
        if (index < 0) return false;

        var known = _members[index];
        if (known.Pinged >= tick && known.DownHints > 0) return false;

        _members[index] = known with { DownHints = known.DownHints + 1 };
        return true;
    }

    private int IndexOf(NodeId id)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = id.CompareTo(_members[middle].Node.Id);
            if (order == 0) return middle;
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }

        return ~low;
    }

    private bool HasRoomForSubnetOf(PeerAddress address)
    {
        if (!limits.Counts(address)) return true;

        var neighbours = 0;
        foreach (ref readonly var member in Members)
        {
            if (member.Node.Address.Subnet24 == address.Subnet24) neighbours++;
        }

        return neighbours < limits.PerSubnet;
    }

    // The member that was left alone longest, unless it has proved itself: pinged lately and here for long.
    private KnownNode? SwapCandidate(long tick)
    {
        KnownNode? oldest = null;
        foreach (ref readonly var member in Members)
        {
            if (member.Pinged == tick) continue;
            if (oldest is not { } other || (member.Pinged, member.Added).CompareTo((other.Pinged, other.Added)) < 0) oldest = member;
        }

        return oldest is { } candidate && tick - candidate.Pinged < RecentTicks && tick - candidate.Added > OldTicks ? null : oldest;
    }

    private void Insert(int index, KnownNode known)
    {
        if (Count == _members.Length) Array.Resize(ref _members, Math.Min(limits.Capacity, Math.Max(InitialRoom, 2 * Count)));

        _members.AsSpan(index, Count - index).CopyTo(_members.AsSpan(index + 1));
        _members[index] = known;
        Count++;
        _snapshot = null;
    }
}
