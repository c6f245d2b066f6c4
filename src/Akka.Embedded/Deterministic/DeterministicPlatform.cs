using Akka.Actor;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Embedded.Deterministic;

/// <summary>
/// The ground of deterministic systems: one thread takes one step after another, a message or a piece of code each, until
/// nothing can run at the present instant; then time jumps to the next timer.
/// </summary>
internal sealed class DeterministicPlatform : IPlatform, IMailboxExecutor
{
    private readonly RunQueue _runnable;
    private readonly VirtualTimers _timers;
    private readonly SplitMix _numbers;
    private readonly Random _random;
    private int _thread;
    private string? _intrusion;
    private int _stepsThisInstant;

    public DeterministicPlatform(ulong seed, DateTimeOffset start)
    {
        var seeds = new SplitMix(seed);
        _runnable = new RunQueue(new SplitMix(seeds.Next()));
        _timers = new VirtualTimers(new SplitMix(seeds.Next()));
        _numbers = new SplitMix(seeds.Next());
        _random = new Random((int)seeds.Next());
        Time = new VirtualClock(_timers, Post, start);
        Recorder = new Recorder(_timers);
    }

    public IMailboxExecutor Executor => this;

    public ITimers Timers => _timers;

    public TimeProvider Time { get; }

    public long Origin => 0;

    public Recorder Recorder { get; }

    public Random Random => _random;

    /// <summary>Whether another thread interfered: nothing here can be trusted any more.</summary>
    public bool IsSpoilt => _intrusion is not null;

    public TimeSpan Elapsed => TimeSpan.FromMicroseconds(_timers.Micros);

    public int ArmedTimers => _timers.Count;

    public int MaxStepsPerInstant { get; set; } = 10_000_000;

    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromHours(1);

    public void Execute(Mailbox mailbox)
    {
        RefuseOtherThreads();
        _runnable.Add(mailbox);
    }

    public void Yield(Mailbox mailbox) => _runnable.Add(mailbox);

    public void Post(Action code)
    {
        RefuseOtherThreads();
        _runnable.Add(code);
    }

    public long FirstUid() => (long)(_numbers.Next() >> 33) + 1;

    public Task<T> Call<T>(Func<T> code)
    {
        var result = NewPromise<T>();
        Post(() =>
        {
            try
            {
                result.SetResult(code());
            }
            catch (Exception cause)
            {
                result.SetException(cause);
            }
        });
        return result.Task;
    }

    // What waits for the promise runs where it is kept, so it is handed out with a relay that is kept in a step of its own.
    public TaskCompletionSource<T> NewPromise<T>() => new();

    public Task<T> Hand<T>(Task<T> promise)
    {
        var relay = new TaskCompletionSource<T>();
        promise.ContinueWith(
            kept => Post(() => relay.SetFromTask(kept)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return relay.Task;
    }

    public void RunHere(Action wakeAndWait) => wakeAndWait();

    public void Wait(Task task)
    {
        if (!Wait(task, WaitLimit))
            throw new TimeoutException($"Nothing completed the task within {WaitLimit} of virtual time; {_timers.Count} timers are armed");
        task.GetAwaiter().GetResult();
    }

    // A wait without end has one here all the same.
    public bool Wait(Task task, TimeSpan timeout) =>
        Run(timeout < TimeSpan.Zero ? WaitLimit : timeout, () => task.IsCompleted);

    /// <summary>
    /// Takes steps for so much virtual time, or until a condition holds, which is asked after each step. With a condition it
    /// also ends when nothing can ever happen again.
    /// </summary>
    /// <returns>Whether the condition held.</returns>
    public bool Run(TimeSpan limit, Func<bool>? condition)
    {
        if (TaskScheduler.Current == TaskScheduler.Default)
            return RunOnThisThread(limit, condition);

        // Continuations stay on this thread only where no other task scheduler is in force.
        var run = new Task<bool>(() => RunOnThisThread(limit, condition));
        run.RunSynchronously(TaskScheduler.Default);
        return run.GetAwaiter().GetResult();
    }

    private bool RunOnThisThread(TimeSpan limit, Func<bool>? condition)
    {
        RefuseOtherThreads();
        var (thread, context, random, current) = (_thread, SynchronizationContext.Current, ThreadLocalRandom.Exchange(_random), ActorCell.Current);
        _thread = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(null);
        ActorCell.Current = null;
        try
        {
            return TakeSteps(_timers.Micros + VirtualTimers.Ceiling(limit), condition);
        }
        finally
        {
            ActorCell.Current = current;
            SynchronizationContext.SetSynchronizationContext(context);
            ThreadLocalRandom.Exchange(random);
            _thread = thread;
        }
    }

    private bool TakeSteps(long until, Func<bool>? condition)
    {
        while (true)
        {
            while (_runnable.Count > 0)
            {
                if (condition?.Invoke() is true)
                    return true;
                Step();
            }

            if (condition is not null && (condition() || _timers.Count == 0))
                return condition();
            if (!_timers.GoOn(until))
                return false;
            _stepsThisInstant = 0;
        }
    }

    private void Step()
    {
        if (_stepsThisInstant++ == MaxStepsPerInstant)
            throw new InvalidOperationException($"Time stands still: {MaxStepsPerInstant} steps at {Elapsed}");

        var next = _runnable.Take();
        if (next is Mailbox mailbox)
            mailbox.Step(Recorder);
        else
            ((Action)next)();

        if (_intrusion is not null)
            throw new InvalidOperationException(_intrusion);
    }

    /// <summary>What another thread does meanwhile could not be repeated: it is refused, and fails the run.</summary>
    private void RefuseOtherThreads()
    {
        if (_thread == 0 || _thread == Environment.CurrentManagedThreadId)
            return;
        _intrusion = $"Another thread touched the actors while they ran, which no seed can repeat:{Environment.NewLine}{Environment.StackTrace}";
        throw new InvalidOperationException(_intrusion);
    }
}
