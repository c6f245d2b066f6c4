using System.Collections.Concurrent;
using System.Reflection;

namespace Akka.Actor;

/// <summary>
/// The base of every actor: one message at a time, failures to the supervisor. Deriving from <see cref="UntypedActor"/> or
/// <see cref="ReceiveActor"/> is more comfortable.
/// </summary>
public abstract class ActorBase
{
    private static readonly ConcurrentDictionary<Type, bool> TypesThatReceiveAround = new();

    private readonly ActorCell _cell;

    // Only for types with an AroundReceive of their own: nobody else ever sees it.
    private readonly Receive? _initialBehaviour;

    /// <summary>Runs inside <c>ActorOf</c> only; anywhere else it throws <see cref="ActorInitializationException"/>.</summary>
    protected ActorBase()
    {
        if (ActorCell.Current is not { IsConstructing: true } cell)
            throw new ActorInitializationException(
                "Do not create actors using 'new', always create them using an ActorContext/System");

        cell.IsConstructing = false;
        _cell = cell;
        if (TypesThatReceiveAround.GetOrAdd(GetType(), OverridesAroundReceive))
            _initialBehaviour = Receive;
        if (this is IWithTimers timed)
            timed.Timers = cell.NewTimers();
    }

    /// <summary>The actor's own reference.</summary>
    protected IActorRef Self => _cell.SelfRef;

    /// <summary>Who told the message being handled; dead letters when nobody did.</summary>
    protected IActorRef Sender => Context.Sender;

    /// <summary>The context of the actor whose turn it is on this thread.</summary>
    protected static IActorContext Context => RequireContext();

    /// <summary>Calls <see cref="PreStart"/>; overridden by runtime extensions.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Cancels the timers and calls <see cref="PostStop"/>; overridden by runtime extensions.</summary>
    public virtual void AroundPostStop()
    {
        _cell.CancelTimers();
        PostStop();
    }

    /// <summary>Cancels the timers and calls <see cref="PreRestart"/>; overridden by runtime extensions.</summary>
    public virtual void AroundPreRestart(Exception cause, object message)
    {
        _cell.CancelTimers();
        PreRestart(cause, message);
    }

    /// <summary>Calls <see cref="PostRestart"/>; overridden by runtime extensions.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Gives a message to the behaviour, and to <see cref="Unhandled"/> when it answers false.</summary>
    protected virtual bool AroundReceive(Receive receive, object message)
    {
        var handled = receive(message);
        if (!handled)
            Unhandled(message);
        return handled;
    }

    /// <summary>The initial behaviour.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called on the actor's turn before its first message.</summary>
    protected virtual void PreStart() { }

    /// <summary>Called after the children have stopped, as the last thing the actor does.</summary>
    protected virtual void PostStop() { }

    /// <summary>Called on the failed instance; by default it stops the children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new instance; by default it calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>What to do with failing children; asked once per instance.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>
    /// Publishes an unknown message as <see cref="Event.UnhandledMessage"/>; an unhandled <see cref="Terminated"/> is a
    /// <see cref="DeathPactException"/>.
    /// </summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new Event.UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Replaces the behaviour on top of the stack.</summary>
    protected void Become(Receive receive) => Context.Become(receive);

    /// <summary>Puts a behaviour on top of the stack.</summary>
    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    /// <summary>Goes back to the behaviour below.</summary>
    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> after each such silence; null turns it off.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    internal static ActorCell RequireContext() =>
        ActorCell.Current ?? ImplicitSender.OutsideCell ?? throw new NotSupportedException(
            "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    /// <summary>Gives a message to a behaviour, null being the initial one.</summary>
    internal bool InvokeAroundReceive(Receive? behaviour, object message)
    {
        if ((behaviour ?? _initialBehaviour) is { } receive)
            return AroundReceive(receive, message);
        var handled = Receive(message);
        if (!handled)
            Unhandled(message);
        return handled;
    }

    internal SupervisorStrategy AskSupervisorStrategy() => SupervisorStrategy() ?? Akka.Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>The constructor has run.</summary>
    internal virtual void EndConstruction()
    {
        if (this is IActorStash stashing)
            stashing.Stash = _cell.NewStash(unbounded: this is IWithUnboundedStash);
    }

    private static bool OverridesAroundReceive(Type type) =>
        type.GetMethod(nameof(AroundReceive), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Receive), typeof(object)])
            ?.DeclaringType != typeof(ActorBase);
}
