using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>The actor behind a test kit or probe: obeys the orders of <see cref="TestActor"/> and queues everything else.</summary>
internal sealed class InternalTestActor(TestQueue queue) : ActorBase
{
    private readonly DelegatingSupervisorStrategy _strategy = new();
    private TestActor.Ignore? _ignore;
    private AutoPilot? _autoPilot;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore order:
                _ignore = order.Ignore;
                break;
            case TestActor.SetAutoPilot order:
                _autoPilot = order.AutoPilot;
                break;
            case TestActor.Watch order:
                Context.Watch(order.Actor);
                break;
            case TestActor.Unwatch order:
                Context.Unwatch(order.Actor);
                break;
            case TestActor.Spawn order:
                Spawn(order);
                break;
            default:
                Queue(message);
                break;
        }

        return true;
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override void PostStop()
    {
        while (queue.TryTake(out var envelope, TimeSpan.Zero, CancellationToken.None))
            Context.System.DeadLetters.Tell(new DeadLetter(envelope.Message!, envelope.Sender, Self), envelope.Sender);
    }

    private void Spawn(TestActor.Spawn order)
    {
        var child = order.Apply(Context);
        if (order.Strategy.HasValue)
            _strategy.Update(child, order.Strategy.Value);
        Sender.Tell(child, Self);
    }

    private void Queue(object message)
    {
        if (_autoPilot?.Run(Sender, message) is { } next and not KeepRunning)
            _autoPilot = next;
        if (_ignore?.Invoke(message) != true)
            queue.Enqueue(new RealMessageEnvelope(message, Sender));
    }
}
