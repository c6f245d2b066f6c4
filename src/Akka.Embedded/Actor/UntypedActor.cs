using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor with one method for all messages; everything counts as handled unless it says <c>Unhandled</c>.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The context of the actor whose turn it is on this thread.</summary>
    protected static new IUntypedActorContext Context => RequireContext();

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles a message.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Replaces the behaviour on top of the stack.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>Puts a behaviour on top of the stack.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);

    /// <summary>Runs a handler that may start asynchronous work; other messages wait until it has ended.</summary>
    protected void RunTask(Action action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Runs an asynchronous handler; other messages wait until it has ended.</summary>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);
}
