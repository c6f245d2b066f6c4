using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Routing;

/// <summary>What a bucket is told by its table, and what it tells it.</summary>
internal static class BucketMessages
{
    /// <summary>A node of this bucket's row was heard, or is to be added; <see cref="Added"/> or <see cref="Full"/> may follow.</summary>
    public sealed record Heard(long Tick, Node Node) : ICommand;

    /// <summary>Ping a node and remove it if it does not answer with its id; <see cref="Checked"/> follows.</summary>
    public sealed record Check(long Tick, NodeId Id) : ICommand;

    /// <summary>Somebody says that a node is down: check it, unless that was done lately; <see cref="Checked"/> follows in any case.</summary>
    public sealed record CheckHinted(long Tick, NodeId Id) : ICommand;

    /// <summary>Ping <paramref name="Oldest"/>, and let <paramref name="Newcomer"/> take its place if it does not answer; <see cref="Checked"/> follows.</summary>
    public sealed record Swap(long Tick, NodeId Oldest, Node Newcomer) : ICommand;

    /// <summary>A node did not answer a request: remove it.</summary>
    public sealed record Remove(NodeId Id) : ICommand;

    /// <summary>The node has a new id: this bucket is a row of the new table from now on, with the nodes already published there.</summary>
    public sealed record Adopt(RoutingTable Table) : ICommand;

    /// <summary>A node entered the bucket.</summary>
    public sealed record Added(Node Node) : IEvent;

    /// <summary>A node left the bucket.</summary>
    public sealed record Removed(Node Node) : IEvent;

    /// <summary>There is no room for a node; <paramref name="Oldest"/> may be swapped for it if that one is gone.</summary>
    public sealed record Full(Node Newcomer, Node? Oldest) : IEvent;

    /// <summary>A check, or the check of a swap, has ended.</summary>
    public sealed record Checked(bool IsSwap) : IEvent;
}
