using Akka.Actor;
using AkkaDht.Supervision;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Servers;

/// <summary>The servers of a node, one actor each, one for each key pair, and at most so many at once.</summary>
internal sealed class ServersSupervisor(NodeParts parts) : UntypedActor
{
    private readonly Dictionary<IActorRef, ServerDesk> _servers = [];
    private readonly HashSet<IActorRef> _leaving = [];
    private IActorRef _local = ActorRefs.Nobody;
    private ListenError? _refusal;
    private bool _isLeaving;
    private long _lastServer;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A server that fails comes back with the same key pair, and is announced anew; its owner need not know.
        new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart() => _local = Context.ActorOf(Props.Create(() => new LocalAddressesActor(parts)), "local");

    // Its servers have ended with it: whoever waits for that has waited long enough.
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(HasLeft.Instance);
    }

    protected override void PostStop()
    {
        foreach (var desk in _servers.Values) SayClosed(desk);
        parts.ListenCounters.CountAllEnded();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Listen listen: Listen(listen.Spec); break;
            case NetworkUpdated: TellAll(message); break;
            case Refresh _: Refresh(); break;
            case Suspend _: Leave(message, ListenError.Suspended); break;
            case CloseAll: Leave(message, ListenError.NodeEnded); break;
            case Resume _: Resume(); break;
            case HasLeft: Left(Sender); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Listen(ServerSpec spec)
    {
        var desk = new ServerDesk(parts, spec, spec.Owner ?? Sender);
        if (RefusalOf(desk) is { } error)
        {
            desk.Owner.Tell(new ListenFailed(error));
            return;
        }

        var server = Context.Watch(Context.ActorOf(Props.Create(() => new ServerActor(parts, desk)), $"s-{++_lastServer}"));
        _servers.Add(server, desk);
        parts.ListenCounters.CountStarted();
        _local.Tell(LocalAddressesActor.Check.Instance);
    }

    private ListenError? RefusalOf(ServerDesk desk)
    {
        if (_refusal is { } refusal) return refusal;
        if (!desk.KeyPair.CanSign) return ListenError.CannotSign;
        if (_servers.Values.Any(other => other.Target == desk.Target)) return ListenError.KeyPairInUse;
        return _servers.Count >= parts.Settings.Servers.MaxServers ? ListenError.TooManyServers : null;
    }

    private void Leave(object how, ListenError refusal)
    {
        (_refusal, _isLeaving) = (refusal, true);
        _leaving.UnionWith(_servers.Keys);
        TellAll(how);
        TellWhenAllHaveLeft();
    }

    // The interfaces of the machine have changed.
    private void Refresh()
    {
        if (_servers.Count > 0) _local.Tell(LocalAddressesActor.Check.Instance);
        TellAll(ServerMessages.Refresh.Instance);
    }

    private void Resume()
    {
        _refusal = null;
        TellAll(ServerMessages.Resume.Instance);
    }

    private void Left(IActorRef server)
    {
        _leaving.Remove(server);
        TellWhenAllHaveLeft();
    }

    private void Terminated(IActorRef server)
    {
        if (!_servers.Remove(server, out var desk)) return;

        parts.ListenCounters.CountEnded();
        SayClosed(desk);
        Left(server);
    }

    private static void SayClosed(ServerDesk desk) => desk.Owner.Tell(desk.HasListened ? Closed.Instance : new ListenFailed(ListenError.NodeEnded));

    private void TellWhenAllHaveLeft()
    {
        if (!_isLeaving || _leaving.Count > 0) return;

        _isLeaving = false;
        Context.Parent.Tell(HasLeft.Instance);
    }

    private void TellAll(object message)
    {
        foreach (var server in _servers.Keys) server.Tell(message);
    }
}
