using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Routing;

/// <summary>The routing table of a node.</summary>
public static class RoutingMessages
{
    /// <summary>Anybody adds a node by hand, without it having been heard.</summary>
    public sealed record AddNode(PeerAddress Address) : ICommand;

    /// <summary>Anybody asks for the nodes of the table, the one heard last first; answered with <see cref="Nodes"/>.</summary>
    /// <param name="Limit">How many at most; null for all.</param>
    public sealed record GetNodes(int? Limit = null) : IAsk<Nodes>;

    /// <summary>Nodes of the table, the one heard last first.</summary>
    public sealed record Nodes(IReadOnlyList<Node> Items) : IEvent;

    /// <summary>A node proved its id with a datagram; told by the requests actor once per tick.</summary>
    internal sealed record Heard(Node Node) : IEvent;

    /// <summary>A peer says that a node is down; told by the requests actor.</summary>
    internal sealed record DownHinted(Node Node) : IEvent;

    /// <summary>A node did not answer any transmission of a request; told by the requests actor.</summary>
    internal sealed record Down(Node Node) : IEvent;

    /// <summary>The lifecycle begins a tick.</summary>
    internal sealed record Tick(long Number, bool IsBootstrapped) : ICommand;

    /// <summary>The lifecycle wants the nodes checked that have not been heard for the longest time.</summary>
    internal sealed record PingSome(int InFlight) : ICommand;

    /// <summary>The lifecycle says what the node is from now on; passed on to the requests actor once the table is the one that it names.</summary>
    internal sealed record ChangeIdentity(NodeIdentity Identity, IActorRef ReplyTo) : ICommand;
}
