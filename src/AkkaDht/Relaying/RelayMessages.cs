using Akka.Event;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Relaying;

/// <summary>What those who use a relay, and the parts of one, tell each other.</summary>
internal static class RelayMessages
{
    /// <summary>The connection to the relay is open, and the relay has not been asked for anything yet; told by a <see cref="RelayClientActor"/> to its parent.</summary>
    /// <param name="Socket">The socket from which the relay is reached.</param>
    /// <param name="Relay">Where it is.</param>
    public sealed record Reached(SocketRole Socket, PeerAddress Relay) : IEvent;

    /// <summary>The relay has joined both ends; told by a <see cref="RelayClientActor"/> to its parent.</summary>
    /// <param name="Socket">The socket from which the relay is reached.</param>
    /// <param name="Relay">Where it is.</param>
    /// <param name="RemoteId">The stream there: what packets to the other end carry.</param>
    public sealed record Paired(SocketRole Socket, PeerAddress Relay, StreamId RemoteId) : IEvent;

    /// <summary>The relay could not be reached, does not want to join the ends, or its connection has ended; told to the same, and the last.</summary>
    public sealed record PairingFailed(string Reason) : IEvent;

    /// <summary>The parent of a <see cref="RelayClientActor"/> needs the relay no more, or not at all.</summary>
    public sealed record HangUp : ICommand, IDeadLetterSuppression
    {
        public static readonly HangUp Instance = new();
    }

    /// <summary>Both ends of a link have ids; told by its actor to the relay.</summary>
    public sealed record LinkOpened(RelayLink Link, StreamId ToResponder, StreamId ToInitiator) : IEvent;

    /// <summary>The actor of a link has stopped: the link is over, or there were no ids for it. Told to the relay.</summary>
    public sealed record LinkEnded(RelayLink Link) : IEvent;
}
