using Akka.Actor;
using AkkaDht.Connections;
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
}
