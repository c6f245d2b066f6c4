using Akka.Actor;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Relaying;

namespace AkkaDht.Connecting;

/// <summary>The relay of a link: a child that has the stream joined, and holds the connection to the relay.</summary>
internal abstract partial class LinkActor
{
    private IActorRef _relay = ActorRefs.Nobody;

    private void DialRelay(PeerAction.DialRelay dial) =>
        _relay = Context.ActorOf(RelayClientActor.Props(Parts, dial.Relay, dial.Token, dial.IsInitiator, _localId), "relay");

    private void HangUpRelay() => _relay.Tell(RelayMessages.HangUp.Instance);
}
