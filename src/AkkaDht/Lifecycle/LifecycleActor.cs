using Akka.Actor;
using Akka.Event;
using AkkaDht.Bootstrapping;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Supervision;
using static AkkaDht.Lifecycle.LifecycleMessages;

namespace AkkaDht.Lifecycle;

/// <summary>
/// Drives the <see cref="NodeLifecycle"/> of a node: turns its outputs into queries, requests and ticks, and what comes of
/// those into its inputs.
/// </summary>
internal sealed class LifecycleActor : UntypedActor
{
    private const long QuickPing = 0;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly NodeLifecycle _lifecycle;
    private readonly Wakeup _wakeup;
    private FirewallCheck? _check;
    private NodeIdentity? _unconfirmed;

    public LifecycleActor(NodeParts parts, NodeLifecycle lifecycle)
    {
        _parts = parts;
        _lifecycle = lifecycle;
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
    }

    private Instant Now => _parts.Clock.Now;

    // The machine lives on when its actor is restarted, and its deadline with it.
    protected override void PreStart() => Drain();

    protected override void PreRestart(Exception reason, object message)
    {
        if (_check is { } check) FinishCheck(check);
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _wakeup.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NatSampled sampled: _lifecycle.HandleNatSample(sampled.Address); break;
            case RequestMessages.Finished finished: Answered(finished); break;
            case QueryMessages.Progressed { Result: Reply reply }: QueryProgressed(reply); break;
            case QueryMessages.Finished: _lifecycle.HandleBootstrapQueryEnded(); break;
            case QueryStarted: _lifecycle.HandleQueryStarted(); break;
            case Wakeup.Message: WokenUp(); break;
            case RequestMessages.Counted counted: _lifecycle.HandleCounts(counted.InFlight, counted.Responses, counted.Timeouts); break;
            case RequestMessages.IdentityChanged: _unconfirmed = null; break;
            case RoutingMessages.Nodes nodes: FirewallNodesKnown(nodes); break;
            case BootstrapMessages.Resolved resolved: FirewallNodesFilledUp(resolved); break;
            case Refresh: _lifecycle.HandleRefresh(); break;
            case Bound bound: Bound(bound.Server); break;
            case Suspend: _lifecycle.HandleSuspend(); break;
            case Closed: _lifecycle.HandleClosed(); break;
            case Resume: _lifecycle.HandleResume(Now); break;
            default: Unhandled(message); return;
        }

        Drain();
    }

    private void Bound(PeerAddress server)
    {
        TellTick(_lifecycle.Tick);
        _lifecycle.HandleBound(Now, server.Port);
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        _lifecycle.HandleTimeout(Now);

        // A table or an endpoint that was restarted meanwhile has lost the word, and nothing goes on before it is confirmed.
        if (_unconfirmed is { } identity) ChangeIdentity(identity);
    }

    private void QueryProgressed(Reply reply)
    {
        Sender.Tell(new QueryMessages.Demand(1));
        _lifecycle.HandleBootstrapReply(reply.From);
    }

    private void Answered(RequestMessages.Finished finished)
    {
        var reachedServerSocket = finished.Kind == RequestOutcomeKind.Replied && finished.ArrivedOn == SocketRole.Server;
        if (finished.Tag == QuickPing)
        {
            if (finished.Kind == RequestOutcomeKind.Replied) _lifecycle.HandleQuickPong();
        }
        else if (_check is { } check && check.HandleAnswer(reachedServerSocket ? finished.Reply!.To : null))
        {
            FinishCheck(check);
        }
    }

    private void FirewallNodesKnown(RoutingMessages.Nodes nodes)
    {
        if (_check is not { } check) return;

        check.Nodes.AddRange(nodes.Items);
        if (check.NeedsMore) _parts.Bootstrap.Tell(BootstrapMessages.Resolve.Instance);
        else Ask(check);
    }

    private void FirewallNodesFilledUp(BootstrapMessages.Resolved resolved)
    {
        if (_check is not { } check) return;

        check.Nodes.AddRange(resolved.Nodes);
        Ask(check);
    }

    private void Ask(FirewallCheck check)
    {
        if (check.Begin() == 0) FinishCheck(check);
        foreach (var node in check.Nodes)
            _parts.Requests.Tell(new RequestMessages.Send(RequestSpec.PingNat(node.Address, check.ServerPort) with { ToId = node.Id }, Tag: 1));
    }

    private void FinishCheck(FirewallCheck check)
    {
        _check = null;
        _log.Debug("{0} of {1} nodes reach port {2}", check.OnServerSocket.Count, check.Nodes.Count, check.ServerPort);
        _lifecycle.HandleFirewallReplies(check.Nodes.Count, check.OnServerSocket);
    }

    // An identity must be known everywhere before the next output, such as a query made with it, is acted upon.
    private void Drain()
    {
        _parts.View = LifecycleView.Of(_lifecycle);
        while (_unconfirmed is null && _lifecycle.TryTakeOutput(out var output)) Act(output);
        _wakeup.Set(_lifecycle.NextDeadline);
    }

    private void Act(LifecycleOutput output)
    {
        switch (output)
        {
            case LifecycleOutput.StartQuery start: StartQuery(start); break;
            case LifecycleOutput.PingNat ping: _parts.Requests.Tell(new RequestMessages.Send(RequestSpec.PingNat(ping.To, ping.ServerPort), QuickPing)); break;
            case LifecycleOutput.CheckFirewall check: CheckFirewall(check.ServerPort); break;
            case LifecycleOutput.ChangeIdentity change: ChangeIdentity(change.Identity); break;
            case LifecycleOutput.ResetNatSamples: _parts.Requests.Tell(RequestMessages.ResetNatSamples.Instance); break;
            case LifecycleOutput.BeginTick begin: TellTick(begin.Tick); _parts.Requests.Tell(new RequestMessages.Tick(begin.Tick)); break;
            case LifecycleOutput.PingSome ping: _parts.Table.Tell(new RoutingMessages.PingSome(ping.InFlight)); break;
            case LifecycleOutput.Raise raise: _parts.Node.Tell(new Raised(raise.Event, _parts.View)); break;
            default: Invariant.That(false, $"Every output of a lifecycle is acted upon, also {output.GetType().Name}."); break;
        }
    }

    private void StartQuery(LifecycleOutput.StartQuery start)
    {
        var plan = _parts.Settings.Queries.Background(start.Target);
        if (start.IsBootstrap) plan = plan with { Seeds = GivenNodes() };
        _parts.Queries.Tell(new QueryMessages.StartBackground(plan, IsObserved: start.IsBootstrap));
    }

    // The nodes that the settings name are on their way into the table when the bootstrap begins. One fewer than a full answer,
    // so that bootstrap nodes are asked as well: all of those named may be gone.
    private Node[] GivenNodes() =>
        [.. _parts.Settings.Nodes.Take(QueryPlan.ClosestCount - 1).Select(address => new Node(_parts.IdOf(address), address))];

    private void CheckFirewall(ushort serverPort)
    {
        _check = new FirewallCheck(serverPort);
        _parts.Table.Tell(new RoutingMessages.GetNodes(FirewallCheck.WantedNodes));
    }

    private void ChangeIdentity(NodeIdentity identity)
    {
        _unconfirmed = identity;
        _parts.Table.Tell(new RoutingMessages.ChangeIdentity(identity, Self));
    }

    private void TellTick(long tick) => _parts.Table.Tell(new RoutingMessages.Tick(tick, _lifecycle.IsBootstrapped));
}
