using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// What the systems of a process stand on: who runs their mailboxes, what time it is, and where code goes that is on no
/// actor's turn. The one seam between the runtime and threads and clocks.
/// </summary>
internal interface IPlatform
{
    /// <summary>Runs mailboxes.</summary>
    IMailboxExecutor Executor { get; }

    /// <summary>The alarm clock under schedulers and questions.</summary>
    ITimers Timers { get; }

    /// <summary>The time of day, and of waits for tasks.</summary>
    TimeProvider Time { get; }

    /// <summary>The timestamp of <see cref="Time"/> that monotonic clocks count from.</summary>
    long Origin { get; }

    /// <summary>The number that the uids of a new system begin with.</summary>
    long FirstUid();

    /// <summary>Runs code soon, on no actor's turn.</summary>
    void Post(Action code);

    /// <summary>Runs code that may block, without blocking the caller if there are other threads.</summary>
    Task<T> Call<T>(Func<T> code);

    /// <summary>A promise whose keeper does not run what waits for it.</summary>
    TaskCompletionSource<T> NewPromise<T>();

    /// <summary>The task of a promise as it is handed to whoever waits for it.</summary>
    Task<T> Hand<T>(Task<T> promise);

    /// <summary>Does something that waits for actors that it wakes, without need of a further thread.</summary>
    void RunHere(Action wakeAndWait);

    /// <summary>Blocks the caller until a task has ended, and throws what it ended with.</summary>
    void Wait(Task task);

    /// <summary>Blocks the caller until a task has ended, however, or the time is over; answers whether it has ended.</summary>
    bool Wait(Task task, TimeSpan timeout);
}
