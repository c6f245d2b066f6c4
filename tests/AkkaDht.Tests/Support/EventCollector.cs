using Akka.Actor;
using AkkaDht.Supervision;

namespace AkkaDht.Tests.Support;

/// <summary>Keeps the events of a node, and lets a test await one of them.</summary>
internal sealed class EventCollector
{
    private readonly Lock _gate = new();
    private readonly List<NodeEvents.NodeEvent> _seen = [];
    private readonly List<(Func<NodeEvents.NodeEvent, bool> IsIt, TaskCompletionSource<NodeEvents.NodeEvent> Seen)> _waiting = [];

    /// <summary>What has happened so far, in order.</summary>
    public IReadOnlyList<NodeEvents.NodeEvent> Seen
    {
        get { lock (_gate) return [.. _seen]; }
    }

    /// <summary>Collects the events of <paramref name="node"/> from now on.</summary>
    public static async Task<EventCollector> OfAsync(DhtNode node, ActorSystem system)
    {
        var events = new EventCollector();
        node.Subscribe(system.ActorOf(Props.Create(() => new Listener(events))));

        // Whoever is answered now was heard after the subscription.
        await node.GetStatusAsync();
        return events;
    }

    /// <summary>Collects the events of all nodes of <paramref name="system"/> from now on.</summary>
    public static EventCollector OfAll(ActorSystem system)
    {
        var events = new EventCollector();
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Listener(events))), typeof(NodeEvents.NodeEvent));
        return events;
    }

    /// <summary>The first event of this kind that <paramref name="isIt"/> holds for, now or later.</summary>
    public async Task<TEvent> AwaitAsync<TEvent>(Func<TEvent, bool>? isIt = null) where TEvent : NodeEvents.NodeEvent
    {
        var waiter = new TaskCompletionSource<NodeEvents.NodeEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            bool IsWanted(NodeEvents.NodeEvent happened) => happened is TEvent wanted && isIt?.Invoke(wanted) != false;
            if (_seen.FirstOrDefault(IsWanted) is { } seen) return (TEvent)seen;
            _waiting.Add((IsWanted, waiter));
        }

        return (TEvent)await waiter.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Add(NodeEvents.NodeEvent happened)
    {
        lock (_gate)
        {
            _seen.Add(happened);
            _waiting.RemoveAll(waiter => waiter.IsIt(happened) && waiter.Seen.TrySetResult(happened));
        }
    }

    private sealed class Listener(EventCollector events) : UntypedActor
    {
        protected override void OnReceive(object message) => events.Add((NodeEvents.NodeEvent)message);
    }
}
