using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;

namespace AkkaDht.Supervision;

/// <summary>
/// What a node as a whole is told. It also takes the messages of <see cref="RequestMessages"/>, <see cref="Queries.QueryMessages"/>
/// and <see cref="Routing.RoutingMessages"/>, and passes them on to the part that they concern.
/// </summary>
public static class NodeMessages
{
    /// <summary>Anybody asks whether a peer is there; answered with <see cref="RequestMessages.Finished"/>.</summary>
    /// <param name="To">The peer.</param>
    /// <param name="SizeBytes">Zero bytes sent along as value.</param>
    public sealed record Ping(PeerAddress To, int SizeBytes = 0) : IAsk<RequestMessages.Finished>
    {
        /// <summary>Time to live in hops, 0 for the system's default.</summary>
        public byte Ttl { get; init; }

        /// <summary>The session that the ping belongs to, 0 for none.</summary>
        public long Session { get; init; }

        /// <summary>Whether to send again after a timeout.</summary>
        public bool Retry { get; init; } = true;

        /// <summary>Comes back in the answer.</summary>
        public long Tag { get; init; }
    }

    /// <summary>Anybody asks a peer to answer after a delay; answered with <see cref="RequestMessages.Finished"/>, as <see cref="RequestOutcomeKind.Refused"/> when the delay is longer than the node allows.</summary>
    public sealed record DelayedPing(PeerAddress To, TimeSpan Delay) : IAsk<RequestMessages.Finished>
    {
        /// <summary>The session that the ping belongs to, 0 for none.</summary>
        public long Session { get; init; }

        /// <summary>Comes back in the answer.</summary>
        public long Tag { get; init; }
    }

    /// <summary>Anybody asks what the node is; answered with <see cref="NodeStatus"/>.</summary>
    public sealed record GetStatus : IAsk<NodeStatus>
    {
        /// <summary>The only one.</summary>
        public static readonly GetStatus Instance = new();
    }

    /// <summary>Somebody of this process asks who the node is to peers; answered with the <see cref="KeyPair"/>.</summary>
    public sealed record GetKeyPair : IAsk<KeyPair>
    {
        /// <summary>The only one.</summary>
        public static readonly GetKeyPair Instance = new();
    }

    /// <summary>Anybody asks what the node has counted; answered with <see cref="NodeStats"/>.</summary>
    public sealed record GetStats : IAsk<NodeStats>
    {
        /// <summary>The only one.</summary>
        public static readonly GetStats Instance = new();
    }

    /// <summary>Anybody waits for both sockets to be bound; answered with <see cref="NodeStatus"/>, or with <see cref="Status.Failure"/> when they cannot be.</summary>
    public sealed record WhenListening : IAsk<NodeStatus>
    {
        /// <summary>The only one.</summary>
        public static readonly WhenListening Instance = new();
    }

    /// <summary>Anybody waits for bootstrap to finish; answered with <see cref="NodeStatus"/>.</summary>
    public sealed record WhenBootstrapped : IAsk<NodeStatus>
    {
        /// <summary>The only one.</summary>
        public static readonly WhenBootstrapped Instance = new();
    }

    /// <summary>Anybody wants the events of this node told to <paramref name="Subscriber"/>, until it stops.</summary>
    public sealed record Subscribe(IActorRef Subscriber) : ICommand;

    /// <summary>Anybody wants no more events told to <paramref name="Subscriber"/>.</summary>
    public sealed record Unsubscribe(IActorRef Subscriber) : ICommand;

    /// <summary>Anybody wants the table refreshed now, by a walk to a random node of it.</summary>
    public sealed record Refresh : ICommand
    {
        /// <summary>The only one.</summary>
        public static readonly Refresh Instance = new();
    }

    /// <summary>The application goes to sleep: sockets close and requests fail; answered with <see cref="Done"/> when that has happened.</summary>
    public sealed record Suspend : IAsk<Done>
    {
        /// <summary>The only one.</summary>
        public static readonly Suspend Instance = new();
    }

    /// <summary>The application is back; answered with <see cref="Done"/> when the sockets are bound again.</summary>
    public sealed record Resume : IAsk<Done>
    {
        /// <summary>The only one.</summary>
        public static readonly Resume Instance = new();
    }

    /// <summary>The node ends: requests fail, sockets close, and then its actor stops.</summary>
    public sealed record Destroy : ICommand
    {
        /// <summary>The only one.</summary>
        public static readonly Destroy Instance = new();
    }

    /// <summary>What was asked has happened.</summary>
    public sealed record Done : IEvent
    {
        /// <summary>The only one.</summary>
        public static readonly Done Instance = new();
    }
}
