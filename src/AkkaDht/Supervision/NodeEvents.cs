using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Supervision;

/// <summary>
/// What happens to a node: published on the EventStream and told to whoever has subscribed with <see cref="NodeMessages.Subscribe"/>.
/// The reference's event of the same meaning is given behind each.
/// </summary>
public static class NodeEvents
{
    /// <summary>Any event of a node.</summary>
    public abstract record NodeEvent : IEvent
    {
        private protected NodeEvent(IActorRef node) => Node = node;

        /// <summary>The node that it happened to.</summary>
        public IActorRef Node { get; }
    }

    /// <summary>Both sockets are bound (listening).</summary>
    public sealed record Listening(IActorRef Node, PeerAddress Server, PeerAddress Client) : NodeEvent(Node);

    /// <summary>Bootstrap has finished (ready).</summary>
    public sealed record Ready(IActorRef Node) : NodeEvent(Node);

    /// <summary>The node shows its id from now on and may enter other tables (persistent).</summary>
    public sealed record BecamePersistent(IActorRef Node, NodeId Id) : NodeEvent(Node);

    /// <summary>The node keeps its id to itself again (ephemeral).</summary>
    public sealed record BecameEphemeral(IActorRef Node) : NodeEvent(Node);

    /// <summary>The machine had been asleep, or the node was resumed (wakeup).</summary>
    public sealed record WokeUp(IActorRef Node) : NodeEvent(Node);

    /// <summary>All input and output has stopped (suspend).</summary>
    public sealed record Suspended(IActorRef Node) : NodeEvent(Node);

    /// <summary>The node goes on after a suspension (resume).</summary>
    public sealed record Resumed(IActorRef Node) : NodeEvent(Node);

    /// <summary>The node has ended; nothing follows (close).</summary>
    public sealed record Closed(IActorRef Node) : NodeEvent(Node);

    /// <summary>A node entered the routing table (add-node).</summary>
    public sealed record NodeAdded(IActorRef Node, Node Entry) : NodeEvent(Node);

    /// <summary>A node left the routing table (remove-node).</summary>
    public sealed record NodeRemoved(IActorRef Node, Node Entry) : NodeEvent(Node);

    /// <summary>The public address changed (nat-update): null when unknown, port 0 when the NAT changes it per destination.</summary>
    public sealed record NatUpdated(IActorRef Node, PeerAddress? Address) : NodeEvent(Node);

    /// <summary>The machine's network interfaces changed (network-change).</summary>
    public sealed record NetworkChanged(IActorRef Node) : NodeEvent(Node);

    /// <summary>The node went online, degraded or offline, or its interfaces changed (network-update).</summary>
    public sealed record NetworkUpdated(IActorRef Node, bool IsOnline, bool IsDegraded) : NodeEvent(Node);
}
