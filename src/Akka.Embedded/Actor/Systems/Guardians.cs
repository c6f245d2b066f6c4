using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Asks a guardian to stop one of its children; its children are told so on its own turn.</summary>
internal sealed record StopChild(ActorRef Child);

/// <summary>Supervises <c>/user</c> and <c>/system</c>; when the latter has stopped, so does everything.</summary>
internal sealed class RootGuardian : UntypedActor
{
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Escalate);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LocalRef systemGuardian:
                Context.Watch(systemGuardian);
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}

/// <summary>The parent of what users create.</summary>
internal sealed class UserGuardian : UntypedActor
{
    protected override void PreRestart(Exception reason, object message) { }

    protected override void OnReceive(object message)
    {
        if (message is StopChild stop)
            Context.Stop(stop.Child);
        else
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
    }
}

/// <summary>The parent of the runtime's own actors; stops when <c>/user</c> has stopped.</summary>
internal sealed class SystemGuardian(IActorRef userGuardian) : UntypedActor
{
    protected override void PreStart() => Context.Watch(userGuardian);

    protected override void PreRestart(Exception reason, object message) { }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                ((ActorSystemImpl)Context.System).Loggers.Stop();
                Context.Stop(Self);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }
    }
}

/// <summary>The top of the tree. It is no actor: it learns of the root's end, and a failure that gets here ends the system.</summary>
internal sealed class RootSupervisor(ActorSystemImpl system, ActorPath root) : ActorRef
{
    public override ActorPath Path { get; } = root / "_Root-guardian-supervisor";

    public override void Tell(object message, IActorRef? sender) => RequireMessage(message);

    public override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification:
                system.ActorsStopped();
                break;
            case Failed failed:
                system.Abort(failed.Cause);
                break;
        }
    }
}

/// <summary>Logs unhandled messages at debug level.</summary>
internal sealed class UnhandledMessageLogger : ActorBase
{
    protected override bool Receive(object message)
    {
        if (message is not UnhandledMessage unhandled)
            return false;
        var sender = unhandled.Sender is { } known ? known.Path.ToString() : "NoSender";
        Context.System.EventStream.Publish(new Debug(
            unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(), $"Unhandled message from {sender} : {unhandled.Message}"));
        return true;
    }
}
