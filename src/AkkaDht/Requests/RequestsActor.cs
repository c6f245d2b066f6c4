using Akka.Actor;
using AkkaDht.Driving;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Datagrams;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;
using AkkaDht.Supervision;
using static AkkaDht.Requests.RequestMessages;

namespace AkkaDht.Requests;

/// <summary>
/// Owns the <see cref="RpcEndpoint{TOwner}"/> of a node: every datagram and every request passes here. Replies to peers are
/// answered in the turn that read them; the routing table is read from its published snapshots, never asked.
/// </summary>
internal sealed class RequestsActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly RpcEndpoint<Owner> _endpoint;
    private readonly Wakeup _wakeup;
    private readonly RequestsMemory _memory;
    private readonly TransmitBatch?[] _transmits = new TransmitBatch?[2];

    public RequestsActor(NodeParts parts)
    {
        _parts = parts;
        _memory = parts.RequestsMemory;
        var random = parts.Settings.NewRandom();
        _endpoint = new RpcEndpoint<Owner>(
            parts.Settings.Endpoint, new RoundTripTokens(parts.Crypto, random), random, parts.IdOf, parts.Identity);
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
    }

    /// <summary>Whoever made a request, and how it tells its requests apart.</summary>
    private readonly record struct Owner(IActorRef Actor, long Tag);

    private Instant Now => _parts.Clock.Now;

    // The first incarnation remembers nothing; a later one takes over the sockets and the handler.
    protected override void PreStart()
    {
        if (_memory.IsSuspended) _endpoint.HandleSuspend(Now);
        HandleWith(_memory.Handler);
        BeginWhenBound();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case DatagramBatch batch: Received(batch); return;
            case Send send: _endpoint.HandleStart(Now, send.Spec, new Owner(Sender, send.Tag)); break;
            case Wakeup.Message: WokenUp(); break;
            case Respond respond: _endpoint.HandleAnswer(Now, respond.Request, respond.Answer); break;
            case Relay relay: _endpoint.HandleRelay(relay.Request, relay.Value, relay.To, relay.Socket); break;
            case Ignore ignore: _endpoint.HandleIgnore(ignore.Request); break;
            case Cancel cancel: _endpoint.HandleCancel(Now, cancel.Session); break;
            case Removed removed: _endpoint.HandleRemoved(removed.Node); break;
            case Tick tick: Tick(tick.Number); break;
            case NodeMessages.GetStats: Sender.Tell(Stats()); break;
            case ChangeIdentity change: ChangeIdentity(change); break;
            case ResetNatSamples: _endpoint.HandleNatReset(); break;
            case HandleWith handle: HandleWith(handle.Handler); break;
            case Terminated terminated: HandlerTerminated(terminated.ActorRef); break;
            case SocketMessages.Bound bound: Bound(bound.Role, Sender); break;
            case Suspend _: Suspend(); break;
            case Destroy: _endpoint.HandleDestroy(Now); break;
            default: Unhandled(message); return;
        }

        Drain();
    }

    /// <summary>Nobody waits for ever: what is in flight fails, and a socket gets the batch back that was being handled.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (message is DatagramBatch batch) Sender.Tell(batch);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        _endpoint.HandleDestroy(Now);
        TellOutcomes();
    }

    private void Received(DatagramBatch batch)
    {
        var now = Now;
        for (var i = 0; i < batch.Count; i++)
            Received(now, batch.Socket, batch.From(i), batch[i]);

        // The replies go first: a socket that gets its batch back reads the next one.
        Drain();
        Sender.Tell(batch);
    }

    private void Received(Instant now, SocketRole socket, PeerAddress from, ReadOnlySpan<byte> datagram)
    {
        switch (DatagramClassifier.Classify(datagram, from))
        {
            case DatagramKind.Request or DatagramKind.Reply: _endpoint.HandleDatagram(now, socket, from, datagram); break;
            default: _endpoint.HandleForeign(); break;
        }
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        _endpoint.HandleTimeout(Now);
    }

    private void Tick(long number)
    {
        _endpoint.HandleTick(number);
        var requests = _endpoint.Stats.Requests;
        Sender.Tell(new Counted(requests.Active, requests.Responses, requests.Timeouts));
    }

    private NodeStats Stats() => new(
        _endpoint.Stats,
        _parts.QueryCounters.Snapshot,
        _parts.RoutingCounters.Snapshot,
        _parts.ConnectionCounters.Snapshot,
        _parts.ServerCounters.Snapshot,
        _parts.ClientCounters.Snapshot,
        _parts.PoolCounters.Snapshot,
        _parts.ConnectCounters.Snapshot,
        new ServerCounts(_parts.ListenCounters.Active, _parts.ListenCounters.Total, _parts.Admission.Stats),
        _parts.RecordCounters.Snapshot,
        _parts.State.Counters.Snapshot,
        _parts.RelayCounters.Snapshot);

    private void ChangeIdentity(ChangeIdentity change)
    {
        _endpoint.HandleIdentity(change.Identity);
        change.ReplyTo.Tell(IdentityChanged.Instance);
    }

    private void HandleWith(IActorRef? handler)
    {
        if (_memory.Handler is not null) Context.Unwatch(_memory.Handler);
        if (handler is not null) Context.Watch(handler);
        _memory.Handler = handler;
        _endpoint.HandleHandler(handler is not null || _parts.Settings.IsHyperDht);
    }

    private void HandlerTerminated(IActorRef handler)
    {
        if (handler.Equals(_memory.Handler)) HandleWith(null);
    }

    private void Bound(SocketRole role, IActorRef socket)
    {
        if (role.IsPooled) return;

        _memory.Sockets[role.Number] = socket;
        BeginWhenBound();
    }

    private void BeginWhenBound()
    {
        if (_memory.Sockets is not [not null, not null]) return;

        _memory.IsSuspended = false;
        _endpoint.HandleBound(Now);
    }

    private void Suspend()
    {
        Array.Clear(_memory.Sockets);
        _memory.IsSuspended = true;
        _endpoint.HandleSuspend(Now);
    }

    private void Drain()
    {
        while (_endpoint.TryTakeIncoming(out var request)) HandOn(request);
        SendTransmits();

        // Samples are told before outcomes: who acts on a reply finds our address as that reply stated it.
        while (_endpoint.TryTakeNatSample(out var sample)) _parts.Lifecycle.Tell(new LifecycleMessages.NatSampled(sample.To));
        TellOutcomes();
        while (_endpoint.TryTakeHeard(out var node)) _parts.Table.Tell(new RoutingMessages.Heard(node));
        while (_endpoint.TryTakeDownHint(out var node)) _parts.Table.Tell(new RoutingMessages.DownHinted(node));
        while (_endpoint.TryTakeDown(out var node)) _parts.Table.Tell(new RoutingMessages.Down(node));
        _wakeup.Set(_endpoint.NextDeadline);
    }

    private void HandOn(IncomingRequest request)
    {
        if (IsOfHyperDht(request)) _parts.Records.Tell(new Incoming(request));
        else if (_memory.Handler is { } handler) handler.Tell(new Incoming(request));
        else _endpoint.HandleAnswer(Now, request, Protocol.DhtRpc.Answer.Failure(ErrorCodes.UnknownCommand));
    }

    // Extensions are the application's, and so is the key/value example of dht-rpc, whose command is also that of a handshake: what
    // cannot be one is left to a handler that is there.
    private bool IsOfHyperDht(IncomingRequest request)
    {
        if (!_parts.Settings.IsHyperDht || request.Command > PeerCommands.Plugin) return false;
        if (_memory.Handler is null) return true;

        return request.Command switch
        {
            PeerCommands.Plugin => false,
            PeerCommands.PeerHandshake => request is { Token: null, Value: not null },
            _ => true,
        };
    }

    private void TellOutcomes()
    {
        while (_endpoint.TryTakeOutcome(out var outcome))
        {
            var (actor, tag) = outcome.Owner;
            object message = outcome.Kind == RequestOutcomeKind.Slow
                ? new Slow(tag)
                : new Finished(tag, outcome.Kind, outcome.Reply, outcome.ArrivedOn, _endpoint.InFlight);
            actor.Tell(message);
        }
    }

    private void SendTransmits()
    {
        while (_endpoint.TryTakeTransmit(out var transmit))
        {
            if (transmit.Socket.IsPooled)
            {
                SendPooled(transmit);
                continue;
            }

            var batch = _transmits[transmit.Socket.Number] ??= BatchPool.RentTransmit();
            batch.Add(transmit);
            if (batch.IsFull) Flush(transmit.Socket);
        }

        Flush(SocketRole.Server);
        Flush(SocketRole.Client);
    }

    // A few datagrams in the life of such a socket: they need not travel together.
    private void SendPooled(in Transmit transmit)
    {
        var batch = BatchPool.RentTransmit();
        batch.Add(transmit);
        _parts.SocketRefs[transmit.Socket].Tell(batch);
    }

    private void Flush(SocketRole role)
    {
        if (_transmits[role.Number] is not { } batch) return;

        _transmits[role.Number] = null;
        if (_memory.Sockets[role.Number] is { } socket) socket.Tell(batch);
        else BatchPool.Return(batch);
    }
}
