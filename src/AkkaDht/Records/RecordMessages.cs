using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records;

internal static class RecordMessages
{
    public sealed record Register(NodeId Target, IActorRef Server, PeerRecord Record) : ICommand;

    public sealed record Unregister(NodeId Target, IActorRef Server) : ICommand;

    public sealed record Handshake(IncomingRequest Request, HandshakeMessage Message) : IEvent;

    public sealed record Holepunch(IncomingRequest Request, HolepunchMessage Message) : IEvent;
}
