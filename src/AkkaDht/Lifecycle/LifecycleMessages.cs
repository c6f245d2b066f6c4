using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Lifecycle;

/// <summary>What the lifecycle of a node is told by the node's other parts.</summary>
internal static class LifecycleMessages
{
    /// <summary>Both sockets are bound; told by the node.</summary>
    public sealed record Bound(PeerAddress Server) : IEvent;

    /// <summary>Both sockets are closed; told by the node.</summary>
    public sealed record Closed : IEvent
    {
        public static readonly Closed Instance = new();
    }

    /// <summary>A peer stated our address; told by the requests actor.</summary>
    public sealed record NatSampled(PeerAddress Address) : IEvent;

    /// <summary>Somebody started a query; told by the queries' supervisor.</summary>
    public sealed record QueryStarted : IEvent
    {
        public static readonly QueryStarted Instance = new();
    }

    /// <summary>The node wants the table refreshed.</summary>
    public sealed record Refresh : ICommand
    {
        public static readonly Refresh Instance = new();
    }

    /// <summary>The node is being suspended.</summary>
    public sealed record Suspend : ICommand
    {
        public static readonly Suspend Instance = new();
    }

    /// <summary>The node goes on.</summary>
    public sealed record Resume : ICommand
    {
        public static readonly Resume Instance = new();
    }

    /// <summary>Something happened to the node as a whole; told to the node with what the lifecycle knew then.</summary>
    public sealed record Raised(LifecycleEvent Event, LifecycleView View) : IEvent;
}
