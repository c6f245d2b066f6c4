using Akka.Dispatch;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private bool IsAwaiting => _parts is { Tasks: > 0 };

    /// <summary>Runs an asynchronous handler; other messages wait until it has ended, signals do not.</summary>
    public void RunTask(Func<Task> handler)
    {
        var scheduler = Needed.TaskScheduler ??= new ActorTaskScheduler(this);
        var task = scheduler.Start(handler);
        if (task.IsCompletedSuccessfully)
            return;
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();

        Needed.Tasks++;
        Mailbox.Suspend();
        _parts?.Silence?.Break();
        var (message, sender) = (_message!, _sender);
        task.ContinueWith(
            ended => SelfRef.SendSystem(new ActorTaskEnded(ended, message, sender)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void RunContinuation(ActorTask task) => task.Scheduler.Run(task.Task);

    private void EndTask(ActorTaskEnded ended)
    {
        Needed.Tasks--;
        Mailbox.Resume();
        if (!IsAwaiting)
            _parts?.Silence?.Resume();
        if (ended.Task.IsCompletedSuccessfully)
        {
            if (!IsAwaiting)
                ForgetMessage();
            return;
        }

        (_message, _sender) = (ended.Message, ended.Sender);
        ended.Task.GetAwaiter().GetResult();
    }
}
