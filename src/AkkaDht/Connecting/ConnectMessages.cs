using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Connecting;

/// <summary>Attempts to connect to peers by their public keys.</summary>
internal static class ConnectMessages
{
    /// <summary>A connection wants a way to its peer; whoever looks for it says <see cref="ConnectionMessages.BeGuidedBy"/>, and in the end <see cref="ConnectionMessages.Connect"/> or <see cref="ConnectionMessages.GiveUp"/>.</summary>
    /// <param name="Connection">Who wants it; its end is the attempt's.</param>
    /// <param name="LocalId">The id that the peer's packets are to carry.</param>
    /// <param name="Peer">Whom to reach, and how.</param>
    public sealed record Begin(IActorRef Connection, StreamId LocalId, PeerSpec Peer) : ICommand;

    /// <summary>A server was reached by these nodes; told by its attempt.</summary>
    public sealed record RememberRelays(PublicKey Remote, IReadOnlyList<PeerAddress> Relays) : ICommand;

    /// <summary>The way of <paramref name="Connection"/> may serve for further connections to the peer while that lives; told by an attempt or a session.</summary>
    public sealed record RememberRoute(PublicKey Remote, PeerRoute Route, IActorRef Connection) : ICommand;

    /// <summary>The node ends or is suspended: nothing connects until <see cref="Resume"/>.</summary>
    public sealed record EndAll(ConnectError Reason) : ICommand;

    /// <summary>The node has its sockets back.</summary>
    public sealed record Resume : ICommand
    {
        public static readonly Resume Instance = new();
    }
}
