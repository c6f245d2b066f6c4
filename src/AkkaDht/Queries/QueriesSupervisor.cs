using Akka.Actor;
using AkkaDht.Lifecycle;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Queries;

/// <summary>The queries of a node, one actor each, named <c>q-1</c>, <c>q-2</c>, … and at most so many at once.</summary>
internal sealed class QueriesSupervisor(NodeParts parts) : UntypedActor
{
    protected override SupervisorStrategy SupervisorStrategy() =>
        // Half a walk is worth nothing: a query that fails is over, and its consumer is told.
        new OneForOneStrategy(_ => Directive.Stop);

    // Its queries ended with it, and their ends are not reported any more.
    protected override void PostStop() => parts.QueryCounters.CountAllEnded();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Start start: Start(start); break;
            case StartBackground start: StartBackground(start); break;
            case Terminated: parts.QueryCounters.CountEnded(); break;
            default: Unhandled(message); break;
        }
    }

    private void Start(Start start)
    {
        if (parts.QueryCounters.Active >= parts.Settings.Queries.MaxQueries)
        {
            Refuse("Too many queries are under way (akkadht.queries.max-queries).");
            return;
        }

        if (start.Concurrency < 1)
        {
            Refuse("A query has at least one request in flight at a time.");
            return;
        }

        var plan = start.Plan with
        {
            Concurrency = start.Concurrency ?? parts.Settings.Queries.Concurrency,
            Filter = start.Plan.Filter ?? parts.Settings.Endpoint.NodeFilter,
        };
        var consumer = Sender;
        var session = start.Session != 0 ? start.Session : OwnSessions.Next();
        var map = start.Map;
        Create(Props.Create(() => new QueryActor(parts, plan, consumer, session, map, false)));
        parts.Lifecycle.Tell(LifecycleMessages.QueryStarted.Instance);
    }

    private void StartBackground(StartBackground start)
    {
        var plan = start.Plan with { Filter = parts.Settings.Endpoint.NodeFilter };
        var consumer = start.IsObserved ? Sender : ActorRefs.Nobody;
        var session = OwnSessions.Next();
        Create(Props.Create(() => new QueryActor(parts, plan, consumer, session, null, true)));
    }

    private void Create(Props props) => Context.Watch(Context.ActorOf(props, $"q-{parts.QueryCounters.CountStarted()}"));

    private void Refuse(string reason)
    {
        parts.QueryCounters.CountRefused();
        Sender.Tell(new Finished(QueryOutcome.Stopped, [], default, new DhtException(reason)));
    }
}
