using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Requests;

/// <summary>Single requests of this node to others, and others' requests to the application.</summary>
public static class RequestMessages
{
    /// <summary>Anybody makes a request; <see cref="Finished"/> answers, and <see cref="Slow"/> comes before it if the request wants that.</summary>
    /// <param name="Spec">What to ask, and whom.</param>
    /// <param name="Tag">Comes back in the answer.</param>
    public sealed record Send(RequestSpec Spec, long Tag = 0) : IAsk<Finished>;

    /// <summary>The outcome of a request, told to whoever made it.</summary>
    /// <param name="Tag">As given with <see cref="Send"/>.</param>
    /// <param name="Kind">What happened.</param>
    /// <param name="Reply">The reply, exactly when <see cref="RequestOutcomeKind.Replied"/>.</param>
    /// <param name="ArrivedOn">The socket that the reply came in on.</param>
    /// <param name="InFlight">How many requests the node has in flight now.</param>
    public sealed record Finished(long Tag, RequestOutcomeKind Kind, Reply? Reply, SocketRole ArrivedOn, int InFlight) : IEvent;

    /// <summary>The first transmission of a request timed out and it goes on; told to whoever made it.</summary>
    public sealed record Slow(long Tag) : IEvent;

    /// <summary>Anybody ends a session: each of its requests finishes as destroyed.</summary>
    public sealed record Cancel(long Session) : ICommand;

    /// <summary>The application names the actor that handles its commands, or nobody; until then they are answered UNKNOWN_COMMAND.</summary>
    public sealed record HandleWith(IActorRef? Handler) : ICommand;

    /// <summary>A peer's request of the application's command space, told to the handler; the sender takes the answer.</summary>
    public sealed record Incoming(IncomingRequest Request) : IEvent;

    /// <summary>The handler answers a request.</summary>
    public sealed record Respond(IncomingRequest Request, Answer Answer) : ICommand;

    /// <summary>The handler passes a request on to another node, which replies to the original sender; <paramref name="Value"/> takes the place of the request's own.</summary>
    public sealed record Relay(IncomingRequest Request, ReadOnlyMemory<byte>? Value, PeerAddress To, SocketRole? Socket = null) : ICommand;

    /// <summary>The handler leaves a request unanswered.</summary>
    public sealed record Ignore(IncomingRequest Request) : ICommand;

    /// <summary>The lifecycle says what the node is from now on; answered with <see cref="IdentityChanged"/>.</summary>
    internal sealed record ChangeIdentity(NodeIdentity Identity, IActorRef ReplyTo) : ICommand;

    /// <summary>Requests leave, and replies are signed, as the node that <see cref="ChangeIdentity"/> said; told to the lifecycle.</summary>
    internal sealed record IdentityChanged : IEvent
    {
        public static readonly IdentityChanged Instance = new();
    }

    /// <summary>The lifecycle begins a tick; answered with <see cref="Counted"/>.</summary>
    internal sealed record Tick(long Number) : IAsk<Counted>;

    /// <summary>What a tick needs to know.</summary>
    internal sealed record Counted(int InFlight, long Responses, long Timeouts) : IEvent;

    /// <summary>A node left the routing table; told by the table.</summary>
    internal sealed record Removed(Protocol.Kademlia.Node Node) : IEvent;

    /// <summary>The lifecycle starts its NAT sampler anew.</summary>
    internal sealed record ResetNatSamples : ICommand
    {
        public static readonly ResetNatSamples Instance = new();
    }

    /// <summary>The node is suspended: requests in flight fail.</summary>
    internal sealed record Suspend : ICommand
    {
        public static readonly Suspend Instance = new();
    }

    /// <summary>The node ends: requests in flight fail, and nothing starts any more.</summary>
    internal sealed record Destroy : ICommand
    {
        public static readonly Destroy Instance = new();
    }
}
