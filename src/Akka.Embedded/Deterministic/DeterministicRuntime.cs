using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.Embedded.Deterministic;

/// <summary>
/// Runs actor systems on the caller's thread, in an order chosen by a seed and in virtual time: the same seed gives the same
/// run, message for message, another seed another order. Nothing happens but inside of the Run and Await methods. Schedulers,
/// timers, <c>Ask</c>, back-off, shutdown phases and <see cref="Clock"/> share one virtual time, which jumps to the next timer
/// whenever nothing is left to do. Code inside must leave real threads and clocks alone: a tell from another thread during a
/// run fails it.
/// </summary>
public sealed class DeterministicRuntime : IDisposable
{
    private static readonly DateTimeOffset DefaultStart = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DeterministicPlatform _platform;
    private readonly List<ActorSystem> _systems = [];

    /// <summary>A runtime whose clock begins with the year 2025.</summary>
    /// <param name="seed">Chooses the order of everything.</param>
    public DeterministicRuntime(ulong seed) : this(seed, DefaultStart) { }

    /// <summary>A runtime whose clock begins at a given time.</summary>
    /// <param name="seed">Chooses the order of everything.</param>
    /// <param name="start">The time of day at the beginning.</param>
    public DeterministicRuntime(ulong seed, DateTimeOffset start)
    {
        Seed = seed;
        _platform = new DeterministicPlatform(seed, start);
    }

    /// <summary>What chooses the order.</summary>
    public ulong Seed { get; }

    /// <summary>Virtual time for code that takes a clock; its timers and delays count too. To the microsecond.</summary>
    public TimeProvider Clock => _platform.Time;

    /// <summary>The virtual time since the beginning.</summary>
    public TimeSpan Elapsed => _platform.Elapsed;

    /// <summary>Random numbers of the seed, for the decisions of a scenario; also <c>ThreadLocalRandom</c> inside of a run.</summary>
    public Random Random => _platform.Random;

    /// <summary>Puts a system on this runtime that someone else creates: a test kit, a host.</summary>
    public Setup Setup => new PlatformSetup(_platform);

    /// <summary>Gets each message at the moment its actor gets it; null for nobody.</summary>
    public Action<TraceEntry>? Trace
    {
        get => _platform.Recorder.Listener;
        set => _platform.Recorder.Listener = value;
    }

    /// <summary>The last 32 messages, oldest first.</summary>
    public IEnumerable<TraceEntry> LastMessages => _platform.Recorder.Tail;

    /// <summary>How many messages actors have got.</summary>
    public long MessageCount => _platform.Recorder.Count;

    /// <summary>One number for the whole run so far, made of time, actor and type of each message; the same in every process.</summary>
    public ulong Fingerprint => _platform.Recorder.Fingerprint;

    /// <summary>How many timers are armed, of schedulers, questions and clocks.</summary>
    public int ArmedTimers => _platform.ArmedTimers;

    /// <summary>How many steps may be taken without time going on; more is taken for an endless loop. 10 million unless set.</summary>
    public int MaxStepsPerInstant
    {
        get => _platform.MaxStepsPerInstant;
        set => _platform.MaxStepsPerInstant = value;
    }

    /// <summary>How much virtual time waiting for a task may take. One hour unless set.</summary>
    public TimeSpan WaitLimit
    {
        get => _platform.WaitLimit;
        set => _platform.WaitLimit = value;
    }

    /// <summary>Creates a system; it ends with the runtime.</summary>
    /// <param name="name">The name of the system.</param>
    /// <param name="config">Its settings; the defaults where null.</param>
    public ActorSystem CreateSystem(string name, Config? config = null)
    {
        var system = ActorSystem.Create(name, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config ?? Config.Empty), Setup));
        _systems.Add(system);
        return system;
    }

    /// <summary>Runs all that can run now; time stands still.</summary>
    /// <exception cref="InvalidOperationException">There is no end to it, or another thread interfered.</exception>
    public void RunUntilIdle() => _platform.Run(TimeSpan.Zero, null);

    /// <summary>Runs for so much virtual time.</summary>
    /// <param name="time">Not negative.</param>
    /// <exception cref="InvalidOperationException">Time stands still, or another thread interfered.</exception>
    public void RunFor(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        _platform.Run(time, null);
    }

    /// <summary>Runs until a condition holds, which is asked after each step.</summary>
    /// <param name="condition">What to wait for.</param>
    /// <param name="limit">The virtual time to wait at the most.</param>
    /// <returns>Whether it held; false after the limit, or when nothing can happen any more.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return _platform.Run(limit, condition);
    }

    /// <summary>Runs until a task has ended, and throws what it ended with.</summary>
    /// <exception cref="TimeoutException">It did not end within <see cref="WaitLimit"/>, or nothing is left that could end it.</exception>
    public void Await(Task task) => _platform.Wait(task);

    /// <summary>Runs until a task has ended, and answers its result.</summary>
    /// <exception cref="TimeoutException">It did not end within <see cref="WaitLimit"/>, or nothing is left that could end it.</exception>
    public T Await<T>(Task<T> task)
    {
        _platform.Wait(task);
        return task.Result;
    }

    /// <summary>Runs asynchronous code among the actors until it has ended; what follows its awaits takes its turn like a message.</summary>
    public void Await(Func<Task> code) => Await(_platform.Call(code).Unwrap());

    /// <summary>Terminates the systems created here, unless another thread has spoilt the run.</summary>
    public void Dispose()
    {
        if (_platform.IsSpoilt)
            return;
        foreach (var system in _systems)
            Await(system.Terminate());
        _systems.Clear();
    }
}
