using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// Keeps the pieces of an asynchronous handler on the actor's turn: what follows an <c>await</c> comes back as a signal.
/// </summary>
internal sealed class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    public ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs an asynchronous handler of the actor whose turn it is; its other messages wait until the task ends.</summary>
    public static void RunTask(Func<Task> asyncAction) => Cell().RunTask(asyncAction);

    /// <summary>Runs a handler that may start asynchronous work of the actor whose turn it is.</summary>
    public static void RunTask(Action action) => Cell().RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    public Task Start(Func<Task> handler)
    {
        var start = new Task<Task>(handler, CancellationToken.None, TaskCreationOptions.None);
        start.RunSynchronously(this);
        return start.Unwrap();
    }

    public void Run(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        if ((task.CreationOptions & TaskCreationOptions.LongRunning) != 0)
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Scheduler.Run(state.Task), (Scheduler: this, Task: task), preferLocal: false);
        else
            _cell.SelfRef.SendSystem(new ActorTask(task, this));
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(ActorCell.Current, _cell) && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private static ActorCell Cell() =>
        ActorCell.Current ?? throw new InvalidOperationException("RunTask must be called on an actor's turn");
}
