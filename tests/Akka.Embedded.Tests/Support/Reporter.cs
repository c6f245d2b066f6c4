using Akka.Actor;

namespace Akka.Embedded.Tests.Support;

/// <summary>Tells an observer of its life: hooks by name, messages as they are; exceptions it is told it throws.</summary>
internal class Reporter(IActorRef observer, string name = "") : UntypedActor
{
    protected IActorRef Observer => observer;

    protected override void PreStart() => Report("PreStart");

    protected override void PostStop() => Report("PostStop");

    protected override void PreRestart(Exception reason, object message)
    {
        Report("PreRestart");
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Report("PostRestart");
        base.PostRestart(reason);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Exception failure:
                throw failure;
            case Props props:
                Sender.Tell(Context.ActorOf(props));
                break;
            case Spawn spawn:
                Sender.Tell(Context.ActorOf(spawn.Props, spawn.Name));
                break;
            default:
                observer.Tell(message);
                break;
        }
    }

    protected void Report(string what) => observer.Tell(name + what);
}

/// <summary>Asks a <see cref="Reporter"/> for a child.</summary>
internal sealed record Spawn(Props Props, string? Name = null);
