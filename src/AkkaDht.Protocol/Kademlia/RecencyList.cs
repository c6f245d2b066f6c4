using System.Runtime.InteropServices;

namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// All nodes of the table in the order in which they were last heard, across its rows: who is checked next, and who is asked
/// first about our firewall. Reference: the time-ordered set <c>dht.nodes</c> (02-dht-rpc.md B5).
/// </summary>
public sealed class RecencyList
{
    private readonly Dictionary<NodeId, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = new();
    private readonly Dictionary<uint, int> _subnets = [];

    /// <summary>How many nodes there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Whether the node is listed.</summary>
    public bool Contains(NodeId id) => _entries.ContainsKey(id);

    /// <summary>How many nodes share the /24 network of <paramref name="address"/>.</summary>
    public int CountInSubnet(PeerAddress address) => _subnets.GetValueOrDefault(address.Subnet24);

    /// <summary>A node was heard, or added: it becomes the latest.</summary>
    public void HandleHeard(long tick, Node node)
    {
        if (_entries.TryGetValue(node.Id, out var listed))
        {
            listed.Value = listed.Value with { Pinged = tick };
            _order.Remove(listed);
            _order.AddLast(listed);
            return;
        }

        _entries.Add(node.Id, _order.AddLast(new Entry(node, tick)));
        CollectionsMarshal.GetValueRefOrAddDefault(_subnets, node.Address.Subnet24, out _)++;
    }

    /// <summary>A node left the table; false when it was not listed.</summary>
    public bool HandleRemoved(NodeId id)
    {
        if (!_entries.Remove(id, out var listed)) return false;

        _order.Remove(listed);
        var subnet = listed.Value.Node.Address.Subnet24;
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_subnets, subnet, out _) == 0) _subnets.Remove(subnet);
        return true;
    }

    /// <summary>The nodes heard last, latest first, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<Node> Latest(int count)
    {
        var nodes = new List<Node>(Math.Clamp(count, 0, Count));
        for (var entry = _order.Last; entry is not null && nodes.Count < count; entry = entry.Previous) nodes.Add(entry.Value.Node);
        return nodes;
    }

    /// <summary>
    /// Picks the nodes to check in this round, oldest first: <paramref name="count"/> of them, or two when even the oldest had
    /// contact within <paramref name="recentTicks"/>. A node that had contact in this tick ends the round.
    /// </summary>
    public IReadOnlyList<Node> TakeOldest(long tick, int count, long recentTicks)
    {
        var nodes = new List<Node>();
        if (_order.First is not { } oldest) return nodes;

        var wanted = tick - oldest.Value.Pinged < recentTicks ? 2 : count;
        for (var entry = oldest; entry is not null && nodes.Count < wanted && entry.Value.Pinged != tick; entry = entry.Next)
        {
            entry.Value = entry.Value with { Pinged = tick };
            nodes.Add(entry.Value.Node);
        }

        return nodes;
    }

    /// <summary>A node is checked for another reason.</summary>
    public void HandlePinged(long tick, NodeId id)
    {
        if (_entries.TryGetValue(id, out var listed)) listed.Value = listed.Value with { Pinged = tick };
    }

    private readonly record struct Entry(Node Node, long Pinged);
}
