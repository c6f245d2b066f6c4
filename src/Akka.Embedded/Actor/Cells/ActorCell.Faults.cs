using System.Runtime.ExceptionServices;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    /// <summary>What the parent counts about this child's restarts; on the parent's turn only.</summary>
    public RestartBudget Budget => ((LocalRef)ParentRef!).Cell.Children!.BudgetOf(SelfRef);

    /// <summary>The strategy for the children: from the props, else the actor's own, asked once per instance.</summary>
    public SupervisorStrategy Strategy => Needed.Strategy ??= Props.SupervisorStrategy ?? _actor!.AskSupervisorStrategy();

    /// <summary>
    /// While children are awaited, restarts and the like have to wait; while the actor itself has failed, so do the failures
    /// of its children. Each state takes a strict subset of the next one's signals.
    /// </summary>
    private bool MustWait(SystemMessage signal) => signal switch
    {
        Recreate or Suspend or Resume => Children is { IsAwaitingChildren: true },
        Failed => Children is { IsAwaitingChildren: true } || (_parts is { Perpetrator: not null } && Mailbox.IsSuspended && !IsTerminating),
        _ => false,
    };

    /// <summary>Suspends the actor and its descendants and lets the parent decide.</summary>
    private void HandleFailure(Exception cause, ActorRef? perpetrator)
    {
        if (_parts is { Perpetrator: not null } || _terminated)
            return;

        try
        {
            Mailbox.Suspend();
            Needed.Perpetrator = perpetrator ?? SelfRef;
            SuspendChildren(except: perpetrator);
            ParentRef?.SendSystem(new Failed(SelfRef, cause));
        }
        catch (Exception failure)
        {
            System.EventStream.Publish(new Error(failure, SelfRef.Path.ToString(), GetType(), $"Emergency stop: exception in failure handling for {cause}"));
            FinishTerminate();
        }
    }

    private void HandleChildFailure(Failed failed)
    {
        if (Children?.Contains(failed.Child) is not true)
            return;

        var (message, sender) = (_message, _sender);
        (_message, _sender) = (failed, failed.Child);
        if (!Strategy.HandleFailure(this, failed.Child, failed.Cause))
            ExceptionDispatchInfo.Throw(failed.Cause);
        (_message, _sender) = (message, sender);
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate("Recreate", cause);
            return;
        }

        if (Children is { IsAwaitingChildren: true })
        {
            FaultResume(null);
            return;
        }

        PreRestart(_actor, cause);
        if (!SetStopReason(StopReason.Recreation, cause))
            FinishRecreate(cause);
    }

    private void PreRestart(ActorBase failed, Exception cause)
    {
        try
        {
            if (SaysLifecycle)
                Say("Restarting");
            failed.AroundPreRestart(cause, _message!);
        }
        catch (Exception failure)
        {
            var wrapped = new PreRestartException(SelfRef, failure, cause, _message);
            System.EventStream.Publish(new Error(wrapped, SelfRef.Path.ToString(), failed.GetType(), failure.Message));
        }

        _parts?.Timers?.CancelAll();
        _parts?.Timers = null;
        _parts?.Stash?.UnstashAll();
        _parts?.Stash = null;
        ForgetInstance();
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = Children?.Snapshot() ?? [];
        try
        {
            Mailbox.Resume();
            _parts?.Perpetrator = null;
            ForgetMessage();
            _actor = NewInstance();
            _actor.AroundPostRestart(cause, null!);
            if (SaysLifecycle)
                Say($"Restarted ({_actor})");
            foreach (var child in survivors)
                child.SendSystem(new Recreate(cause));
        }
        catch (Exception failure)
        {
            _parts?.Timers?.CancelAll();
            ForgetInstance();
            HandleFailure(new PostRestartException(SelfRef, failure, cause), perpetrator: null);
        }
    }

    /// <summary>There is no instance to restart or resume, because its constructor failed: begin anew.</summary>
    private void FaultCreate(string wish, Exception? cause)
    {
        System.EventStream.Publish(new Error(null, SelfRef.Path.ToString(), Props.Type, $"Changing {wish} into Create after {cause}"));
        SetReceiveTimeout(null);
        foreach (var child in Children?.Snapshot() ?? [])
            Stop(child);
        if (!SetStopReason(StopReason.Creation, null))
            FinishCreate();
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        _parts?.Perpetrator = null;
        ForgetMessage();
        Construct();
    }

    private void FaultSuspend()
    {
        Mailbox.Suspend();
        SuspendChildren(except: null);
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            FaultCreate("Resume", causedByFailure);
            return;
        }

        var perpetrator = _parts?.Perpetrator;
        Mailbox.Resume();
        if (causedByFailure is not null)
        {
            _parts?.Perpetrator = null;
            if (!IsAwaiting)
                ForgetMessage();
        }

        foreach (var child in Children?.Snapshot() ?? [])
            child.SendSystem(new Resume(child.Equals(perpetrator) ? causedByFailure : null));
    }

    private void SuspendChildren(ActorRef? except)
    {
        foreach (var child in Children?.Snapshot() ?? [])
            if (!child.Equals(except))
                child.SendSystem(new Suspend());
    }
}
