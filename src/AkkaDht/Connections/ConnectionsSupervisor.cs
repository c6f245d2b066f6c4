using Akka.Actor;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Supervision;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>The connections of a node, one actor each, and at most so many at once.</summary>
internal sealed class ConnectionsSupervisor(NodeParts parts) : UntypedActor
{
    private readonly HashSet<IActorRef> _ending = [];
    private bool _isEnding;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A connection that fails comes back as itself: it knows whether to go on after a pause or to say goodbye to its owner.
        new OneForOneStrategy(_ => Directive.Restart);

    // Its connections have ended with it: whoever waits for that has waited long enough.
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(AllEnded.Instance);
    }

    protected override void PostStop() => parts.ConnectionCounters.CountAllEnded();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Open open: Open(open.Spec); break;
            case Ended: HasEnded(Sender); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            case EndAll end: EndAll(end); break;
            case Resume: TellAll(Resume.Instance); break;
            default: Unhandled(message); break;
        }
    }

    private void Open(ConnectionSpec spec)
    {
        var owner = spec.Owner ?? Sender;
        if (parts.ConnectionCounters.Active >= parts.Settings.Connections.MaxConnections)
        {
            parts.ConnectionCounters.CountRefused();
            (spec.Guide ?? owner).Tell(new Closed(new EndReason(EndKind.RefusedByLimit)));
            return;
        }

        var memory = new ConnectionMemory(spec, owner);
        var props = Props.Create(() => new ConnectionActor(parts, memory));
        Context.Watch(Context.ActorOf(props, $"c-{parts.ConnectionCounters.CountStarted()}"));
    }

    private void Terminated(IActorRef connection)
    {
        parts.ConnectionCounters.CountEnded();
        HasEnded(connection);
    }

    private void EndAll(EndAll end)
    {
        _isEnding = true;
        _ending.UnionWith(Context.GetChildren());
        TellAll(end);
        TellWhenAllEnded();
    }

    private void HasEnded(IActorRef connection)
    {
        _ending.Remove(connection);
        TellWhenAllEnded();
    }

    private void TellWhenAllEnded()
    {
        if (!_isEnding || _ending.Count > 0) return;

        _isEnding = false;
        Context.Parent.Tell(AllEnded.Instance);
    }

    private static void TellAll(object message)
    {
        foreach (var connection in Context.GetChildren()) connection.Tell(message);
    }
}
