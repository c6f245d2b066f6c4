using Akka.Actor;

namespace Akka.Embedded.Tests.Support;

/// <summary>An actor whose handling of messages is given by the test.</summary>
internal sealed class Act(Action<object, IUntypedActorContext> handle, Action<IUntypedActorContext>? start = null) : UntypedActor
{
    public static Props Props(Action<object, IUntypedActorContext> handle, Action<IUntypedActorContext>? start = null) =>
        Akka.Actor.Props.Create(() => new Act(handle, start));

    protected override void PreStart() => start?.Invoke(Context);

    protected override void OnReceive(object message) => handle(message, Context);
}

/// <summary>Answers every message with itself.</summary>
internal sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

/// <summary>A supervisor with a strategy of the test's.</summary>
internal sealed class Supervisor(SupervisorStrategy strategy) : UntypedActor
{
    public static Props Props(SupervisorStrategy strategy) => Akka.Actor.Props.Create(() => new Supervisor(strategy));

    public static Props Props(Func<Exception, Directive> decide) => Props(new OneForOneStrategy(decide));

    protected override SupervisorStrategy SupervisorStrategy() => strategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Props props:
                Sender.Tell(Context.ActorOf(props));
                break;
            case Spawn spawn:
                Sender.Tell(Context.ActorOf(spawn.Props, spawn.Name));
                break;
            case Exception failure:
                throw failure;
        }
    }
}
