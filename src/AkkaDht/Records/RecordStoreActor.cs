using Akka.Actor;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records.Operations;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Records.RecordMessages;

namespace AkkaDht.Records;

/// <summary>
/// Owns what the node keeps for others, and knows whose handshakes to pass on where: the commands of hyperdht come here. Its children
/// are the node's own operations, named <c>op-1</c>, <c>op-2</c>, … and at most so many at once.
/// </summary>
internal sealed class RecordStoreActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly RecordSettings _settings;
    private readonly RecordsMemory _memory;
    private readonly RecordCounters _counters;
    private readonly PeerRouter _router;
    private readonly RecordStore _store;
    private readonly Wakeup _wakeup;
    private readonly HashSet<IActorRef> _operations = [];

    public RecordStoreActor(NodeParts parts)
    {
        _parts = parts;
        _settings = parts.Settings.Records;
        _memory = parts.RecordsMemory;
        _counters = parts.RecordCounters;
        _router = new PeerRouter(_settings.Store);
        _store = new RecordStore(_settings.Store, parts.Crypto, parts.Settings.NewRandom(), _router);
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
    }

    private Instant Now => _parts.Clock.Now;

    // Half an operation is worth nothing: one that fails is over, and whoever asked is told.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    // What was kept for others is lost with a failed incarnation, as it is with any node that goes; our own servers are not.
    protected override void PreStart()
    {
        foreach (var (target, registration) in _memory.Servers) Listen(target, registration);
        Settle();
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        _counters.CountAllEnded();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RequestMessages.Incoming incoming: Handle(incoming.Request); break;
            case AnswerHandshake answer: Answer(answer); break;
            case AnswerHolepunch answer: Answer(answer); break;
            case Ignore ignore: Leave(ignore.Request); break;
            case Register register: Register(register); break;
            case Unregister unregister: Unregister(unregister.Target, unregister.Server); break;
            case GetRelay get: Sender.Tell(new Relay(get.Target, _router.RelayOf(Now, get.Target))); break;
            case Withdraw withdraw: _store.Unannounce(withdraw.Target, withdraw.Key); break;
            case Lookup lookup: Walk(RecordWalks.Lookup(lookup)); break;
            case FindPeer find: Walk(RecordWalks.FindPeer(find, _parts)); break;
            case IOperation operation: Begin(operation); break;
            case Wakeup.Message: WokenUp(); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            default: Unhandled(message); return;
        }

        Settle();
    }

    private void Handle(IncomingRequest request)
    {
        switch (request.Command)
        {
            case PeerCommands.PeerHandshake: Do(request, _router.HandleHandshake(Now, request)); break;
            case PeerCommands.PeerHolepunch: Do(request, _router.HandleHolepunch(Now, request)); break;
            default: Store(request); break;
        }
    }

    // While the node is not persistent it has no id to sign for, and nothing is kept.
    private void Store(IncomingRequest request)
    {
        var identity = _parts.Identity;
        NodeId? ownId = identity.IsEphemeral ? null : identity.Table.Id;
        if (_store.Handle(Now, request, ownId, _parts.Clock.UnixMilliseconds) is { } answer) Respond(request, answer);
        else Leave(request);
    }

    private void Do(IncomingRequest request, RouterVerdict verdict)
    {
        switch (verdict)
        {
            case RouterVerdict.Reply reply: Respond(request, reply.Answer); break;
            case RouterVerdict.Forward forward: _parts.Requests.Tell(new RequestMessages.Relay(request, forward.Value, forward.To, forward.Socket)); break;
            case RouterVerdict.HandshakeForServer own: ServerOf(own.Target).Tell(new Handshake(request, own.Message)); break;
            case RouterVerdict.HolepunchForServer own: ServerOf(own.Target).Tell(new Holepunch(request, own.Message)); break;
            default: Leave(request); break;
        }
    }

    private IActorRef ServerOf(NodeId target) => _memory.Servers[target].Server;

    private void Answer(AnswerHandshake answer) =>
        Do(answer.Request, PeerRouter.AnswerHandshake(answer.Request, answer.Received, answer.Noise, answer.Socket));

    private void Answer(AnswerHolepunch answer) =>
        Do(answer.Request, PeerRouter.AnswerHolepunch(answer.Request, answer.Received, answer.Payload, answer.Socket));

    private void Respond(IncomingRequest request, Answer answer) => _parts.Requests.Tell(new RequestMessages.Respond(request, answer));

    private void Leave(IncomingRequest request) => _parts.Requests.Tell(new RequestMessages.Ignore(request));

    private void Register(Register register)
    {
        var registration = new RecordsMemory.Registration(register.Server, register.Record);
        _memory.Servers[register.Target] = registration;
        Listen(register.Target, registration);
    }

    private void Listen(NodeId target, RecordsMemory.Registration registration)
    {
        Context.Watch(registration.Server);
        _router.Listen(target, registration.Record);
    }

    // Another server may have taken the target over meanwhile.
    private void Unregister(NodeId target, IActorRef server)
    {
        if (!_memory.Servers.TryGetValue(target, out var registration) || !registration.Server.Equals(server)) return;

        _memory.Servers.Remove(target);
        _router.Unlisten(target);
    }

    // An operation, or a server.
    private void Terminated(IActorRef actor)
    {
        if (_operations.Remove(actor))
        {
            _counters.CountEnded();
            return;
        }

        var targets = _memory.Servers.Where(entry => entry.Value.Server.Equals(actor)).Select(entry => entry.Key).ToArray();
        foreach (var target in targets) Unregister(target, actor);
    }

    private void Walk(QueryMessages.Start start) => _parts.Queries.Forward(start);

    private void Begin(IOperation message)
    {
        if (_operations.Count >= _settings.MaxOperations)
        {
            _counters.CountRefused();
            Sender.Tell(new Status.Failure(new DhtException("Too many operations are under way (akkadht.records.max-operations)")));
            return;
        }

        var (parts, asker) = (_parts, Sender);
        var props = Props.Create(() => new OperationActor(parts, RecordOperation.Of(parts, message), asker));
        _operations.Add(Context.Watch(Context.ActorOf(props, $"op-{_counters.CountStarted()}")));
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        _store.HandleTimeout(Now);
        _router.HandleTimeout(Now);
    }

    private void Settle()
    {
        _counters.Publish(_store.Stats);
        _wakeup.Set(Instant.Min(_store.NextDeadline, _router.NextDeadline));
    }
}
