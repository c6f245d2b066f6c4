using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private volatile bool _terminated;

    /// <summary>Whether the constructor of the actor is still to run: only then may an actor be made with <c>new</c>.</summary>
    public bool IsConstructing { get; set; }

    private bool IsTerminating => Children?.Reason is StopReason.Termination;

    /// <summary>Handles one signal; signals that come while the actor waits for children are kept until it goes on.</summary>
    public void InvokeSystem(SystemMessage signal)
    {
        if (MustWait(signal))
        {
            (Needed.WaitingSignals ??= new()).Enqueue(signal);
            return;
        }

        InvokeSignal(signal);
        while (_parts is { WaitingSignals: { Count: > 0 } waiting } && !MustWait(waiting.Peek()))
            InvokeSignal(waiting.Dequeue());
    }

    private void InvokeSignal(SystemMessage signal)
    {
        try
        {
            switch (signal)
            {
                case Create: Construct(); break;
                case Recreate recreate: FaultRecreate(recreate.Cause); break;
                case Suspend: FaultSuspend(); break;
                case Resume resume: FaultResume(resume.CausedByFailure); break;
                case Terminate: StopChildrenAndSelf(); break;
                case Failed failed: HandleChildFailure(failed); break;
                case Watch watch: AddWatcher(watch.Watcher); break;
                case Unwatch unwatch: RemoveWatcher(unwatch.Watcher); break;
                case DeathWatchNotification death: HandleDeath(death); break;
                case ActorTask task: RunContinuation(task); break;
                case ActorTaskEnded ended: EndTask(ended); break;
            }
        }
        catch (Exception cause)
        {
            HandleFailure(cause, (signal as Failed)?.Child);
        }
    }

    /// <summary>The first instance, or the first that comes up after failures in the constructor.</summary>
    private void Construct()
    {
        try
        {
            _actor = NewInstance();
            _actor.AroundPreStart();
            if (SaysLifecycle)
                Say($"Started ({_actor})");
        }
        catch (Exception cause)
        {
            _parts?.Timers?.CancelAll();
            ForgetInstance();
            throw new ActorInitializationException(SelfRef, $"Exception during creation: {cause.Message}", cause);
        }
    }

    private ActorBase NewInstance()
    {
        _behaviour = null;
        _parts?.BehavioursBelow = null;
        IsConstructing = true;
        try
        {
            var actor = Props.NewActor() ?? throw new ActorInitializationException(SelfRef, "Props made no actor");
            actor.EndConstruction();
            return actor;
        }
        finally
        {
            IsConstructing = false;
        }
    }

    private void StopChildrenAndSelf()
    {
        SetReceiveTimeout(null);
        var alreadyTerminating = IsTerminating;
        Children?.Refuse();
        foreach (var child in Children?.Snapshot() ?? [])
            Stop(child);

        if (!SetStopReason(StopReason.Termination, null))
        {
            FinishTerminate();
            return;
        }

        if (alreadyTerminating)
            return;
        Mailbox.Suspend();
        Needed.Perpetrator = SelfRef;
        if (SaysLifecycle)
            Say("Stopping");
    }

    /// <summary>The last children are gone: stop the instance, close the mailbox, then tell parent and watchers.</summary>
    private void FinishTerminate()
    {
        _terminated = true;
        Children?.Refuse();
        try
        {
            _actor?.AroundPostStop();
        }
        catch (Exception cause)
        {
            System.EventStream.Publish(new Error(cause, SelfRef.Path.ToString(), _actor!.GetType(), cause.Message));
        }

        _parts?.Timers?.CancelAll();
        _parts?.Silence?.Forget();
        var (messages, signals) = Mailbox.Close();
        foreach (var envelope in _parts?.Stash?.ClearStash() ?? [])
            System.DeadLetterRef.Undelivered(envelope.Message, envelope.Sender, SelfRef);
        foreach (var envelope in messages)
            if (envelope.Message is not TimerMessage)
                System.DeadLetterRef.Undelivered(envelope.Message, envelope.Sender, SelfRef);

        ParentRef?.SendSystem(new DeathWatchNotification(SelfRef, ExistenceConfirmed: true));
        TellWatchers();
        for (var signal = signals; signal is not null; signal = signal.Next)
            System.DeadLetterRef.AfterDeath(signal, SelfRef);
        UnwatchAll();
        if (SaysLifecycle)
            Say("Stopped");
        ForgetInstance();
        _message = null;
        _sender = null;
        _parts = null;
        Children = null;
    }

    private void ForgetInstance()
    {
        if (_actor is { } ended)
            Release(ended);
        _actor = null;
        _behaviour = null;
        _parts?.Strategy = null;
        _parts?.BehavioursBelow = null;
    }

    /// <summary>Disposes an instance that asks for it, and gives it back to whoever made it.</summary>
    private void Release(ActorBase ended)
    {
        try
        {
            (ended as IDisposable)?.Dispose();
            Props.Release(ended);
        }
        catch (Exception cause)
        {
            System.Log.Error(cause, "An error occurred while disposing {0} actor. Reason: {1}", ended.GetType(), cause.Message);
        }
    }

    private bool SaysLifecycle => System.Settings.DebugLifecycle;

    private void Say(string what) =>
        System.EventStream.Publish(new Debug(SelfRef.Path.ToString(), _actor?.GetType() ?? Props.Type, what));
}
