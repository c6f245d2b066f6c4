namespace Akka.Dispatch;

/// <summary>
/// Runs mailboxes on the thread pool. An actor that is woken by the one whose turn it is runs next on the same thread, with
/// what it was told still in the processor's cache and without waking a thread for it; any further one goes to the pool.
/// </summary>
internal sealed class PoolExecutor : IMailboxExecutor
{
    public static readonly PoolExecutor Instance = new();

    // Turns in a row on one thread before the pool's other work gets its chance.
    private const int TurnsInARow = 32;

    [ThreadStatic]
    private static Worker? _worker;

    public void Execute(Mailbox mailbox)
    {
        var worker = _worker;
        if (worker is { RunsHere: true }) mailbox.Run();
        else if (worker is not { IsOnTurn: true } || !worker.TryKeep(mailbox)) ToPool(mailbox);
    }

    public void Yield(Mailbox mailbox) => ToPool(mailbox);

    /// <summary>
    /// Does something that has to wait for the actors that it wakes: they run on this thread, so that it goes on also when the
    /// threads of the pool are all waiting.
    /// </summary>
    public static void RunHere(Action wakeAndAwait)
    {
        var worker = _worker ??= new Worker();
        var outer = worker.RunsHere;
        worker.RunsHere = true;
        try
        {
            wakeAndAwait();
        }
        finally
        {
            worker.RunsHere = outer;
        }
    }

    /// <summary>The pool gives a mailbox its thread.</summary>
    public static void Run(Mailbox mailbox)
    {
        var worker = _worker ??= new Worker();
        worker.IsOnTurn = true;
        try
        {
            mailbox.Run();
            for (var left = TurnsInARow; left > 0 && worker.TakeKept() is { } next; left--) next.Run();
        }
        finally
        {
            worker.IsOnTurn = false;
            if (worker.TakeKept() is { } next) ToPool(next);
        }
    }

    // To the end of the common queue: a thread's own queue comes before it, and would keep others waiting for ever.
    private static void ToPool(Mailbox mailbox) => ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);

    /// <summary>One thread of the pool, and the mailbox that it keeps for itself while a turn lasts.</summary>
    private sealed class Worker
    {
        private Mailbox? _kept;

        public Worker() => Watchman.Instance.Add(this);

        /// <summary>Whether an actor's turn is under way; touched by the thread alone.</summary>
        public bool IsOnTurn { get; set; }

        /// <summary>Whether whoever is woken runs at once; touched by the thread alone.</summary>
        public bool RunsHere { get; set; }

        /// <summary>The mailbox that the watchman saw here the last time.</summary>
        public Mailbox? Seen { get; set; }

        public Mailbox? Kept => Volatile.Read(ref _kept);

        public bool TryKeep(Mailbox mailbox)
        {
            if (_kept is not null) return false;

            Volatile.Write(ref _kept, mailbox);
            Watchman.Instance.Watch();
            return true;
        }

        public Mailbox? TakeKept() => _kept is null ? null : Interlocked.Exchange(ref _kept, null);
    }

    /// <summary>
    /// Gives a kept mailbox to the pool when the turn before it takes long, because its actor computes or blocks: nobody waits
    /// for another actor's turn to end. Sleeps while no actor runs.
    /// </summary>
    private sealed class Watchman
    {
        public static readonly Watchman Instance = new();

        private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(5);

        private readonly List<WeakReference<Worker>> _workers = [];
        private readonly Timer _timer;
        private int _isAwake;

        private Watchman() => _timer = new Timer(_ => MakeRound());

        public void Add(Worker worker)
        {
            lock (_workers) _workers.Add(new WeakReference<Worker>(worker));
        }

        public void Watch()
        {
            if (Volatile.Read(ref _isAwake) == 0 && Interlocked.Exchange(ref _isAwake, 1) == 0) _timer.Change(Round, Timeout.InfiniteTimeSpan);
        }

        private void MakeRound()
        {
            Volatile.Write(ref _isAwake, 0);
            var isAnyKept = false;
            lock (_workers)
            {
                _workers.RemoveAll(worker => !worker.TryGetTarget(out _));
                foreach (var reference in _workers)
                    if (reference.TryGetTarget(out var worker)) isAnyKept |= LookAfter(worker);
            }

            if (isAnyKept) Watch();
        }

        // Two rounds with the same mailbox kept mean a long turn; it may also have come and gone, and then nothing is lost either.
        private static bool LookAfter(Worker worker)
        {
            var kept = worker.Kept;
            var isStuck = kept is not null && kept == worker.Seen;
            worker.Seen = isStuck ? null : kept;
            if (isStuck && worker.TakeKept() is { } mailbox) ToPool(mailbox);
            return worker.Seen is not null;
        }
    }
}
