using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;

namespace AkkaDht.Records;

internal sealed class TemporaryStoreActor(NodeParts parts) : UntypedActor
{
    private readonly PeerRouter _router = new(new RecordStoreSettings());
    private RecordStore _store = null!;
    private readonly Dictionary<NodeId, IActorRef> _servers = [];

    protected override void PreStart() => _store = new(new RecordStoreSettings(), parts.Crypto, parts.Settings.NewRandom(), _router);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RecordMessages.Register register: _servers[register.Target] = register.Server; _router.Listen(register.Target, register.Record); break;
            case RecordMessages.Unregister unregister: _servers.Remove(unregister.Target); _router.Unlisten(unregister.Target); break;
            case RequestMessages.Incoming incoming: Incoming(incoming.Request); break;
            default: Unhandled(message); break;
        }
    }

    private void Incoming(IncomingRequest request)
    {
        var now = parts.Clock.Now;
        switch (request.Command)
        {
            case PeerCommands.PeerHandshake: Act(request, _router.HandleHandshake(now, request)); break;
            case PeerCommands.PeerHolepunch: Act(request, _router.HandleHolepunch(now, request)); break;
            default:
                var own = parts.Identity.IsEphemeral ? (NodeId?)null : parts.Identity.Table.Id;
                var verdict = _store.Handle(now, request, own, 0);
                if (verdict is { } answer) parts.Requests.Tell(new RequestMessages.Respond(request, answer));
                else parts.Requests.Tell(new RequestMessages.Ignore(request));
                break;
        }
    }

    private void Act(IncomingRequest request, RouterVerdict verdict)
    {
        switch (verdict)
        {
            case RouterVerdict.Reply reply: parts.Requests.Tell(new RequestMessages.Respond(request, reply.Answer)); break;
            case RouterVerdict.Forward forward: parts.Requests.Tell(new RequestMessages.Relay(request, forward.Value, forward.To, forward.Socket)); break;
            case RouterVerdict.HandshakeForServer handshake: _servers[handshake.Target].Tell(new RecordMessages.Handshake(request, handshake.Message)); break;
            case RouterVerdict.HolepunchForServer punch: _servers[punch.Target].Tell(new RecordMessages.Holepunch(request, punch.Message)); break;
            default: parts.Requests.Tell(new RequestMessages.Ignore(request)); break;
        }
    }
}
