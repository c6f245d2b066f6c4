using System.Diagnostics;
using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>The ground of ordinary systems: the thread pool, the process's timers and the machine's clock.</summary>
internal sealed class ProcessPlatform : IPlatform
{
    public static readonly ProcessPlatform Instance = new();

    private ProcessPlatform() { }

    public IMailboxExecutor Executor => PoolExecutor.Instance;

    public ITimers Timers => TimerThread.Shared;

    public TimeProvider Time => TimeProvider.System;

    public long Origin { get; } = Stopwatch.GetTimestamp();

    public long FirstUid() => Random.Shared.NextInt64(1, int.MaxValue);

    public void Post(Action code) => ThreadPool.UnsafeQueueUserWorkItem(static code => code(), code, preferLocal: false);

    public Task<T> Call<T>(Func<T> code) => Task.Run(code);

    public TaskCompletionSource<T> NewPromise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Hand<T>(Task<T> promise) => promise;

    public void RunHere(Action wakeAndWait) => PoolExecutor.RunHere(wakeAndWait);

    public void Wait(Task task) => task.GetAwaiter().GetResult();

    public bool Wait(Task task, TimeSpan timeout) => Task.WaitAny([task], timeout) == 0;
}
