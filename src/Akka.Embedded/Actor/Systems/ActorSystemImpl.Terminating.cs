using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

internal sealed partial class ActorSystemImpl
{
    private int _terminating;

    /// <summary>Whether the last actor has stopped; only what was registered for termination is still to run.</summary>
    public bool HasNoActors { get; private set; }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
            CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();
        return WhenTerminated;
    }

    internal override void Await(Task task) => Platform.Wait(task);

    /// <summary>Stops the actors, whatever coordinated shutdown says.</summary>
    public Task FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
        {
            EventStream.Publish(new Debug(LogSource, GetType(), "System shutdown initiated"));
            if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
                Stop(_deadLetterListener);
            UserGuardian.Cell.TableOfChildren().Refuse();
            UserGuardian.SendSystem(new Terminate());
        }

        return WhenTerminated;
    }

    /// <summary>Stops the whole tree at once, after a failure that no guardian could deal with.</summary>
    public void Abort(Exception cause)
    {
        Interlocked.Exchange(ref _terminating, 1);
        Log.Error(cause, "guardian failed, shutting down!");
        RootRef.SendSystem(new Terminate());
    }

    /// <summary>The root has stopped: no actor is left.</summary>
    public void ActorsStopped()
    {
        HasNoActors = true;
        (Scheduler as IDisposable)?.Dispose();
        Platform.Post(Conclude);
    }

    private void Conclude()
    {
        _callbacks.Run(cause => Settings.StdoutLogger.Tell(new Error(cause, LogSource, GetType(), "A termination callback failed"), null));
        _terminated.TrySetResult(Done.Instance);
    }
}
