using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>A thousand workers, the threads that tell them what to do, and the account of it all.</summary>
internal sealed class StressRun
{
    private const int Workers = 1_000;
    private const int Overseers = 5;
    private const int Threads = 4;

    // Senders wait when so much is under way: queues without end would tell nothing new.
    private const int MostUnderWay = 5_000;

    private readonly ConcurrentDictionary<string, int> _broken = [];
    private readonly Teller[] _tellers = [.. Enumerable.Range(Workers, Threads).Select(index => new Teller(index, Workers))];
    private readonly ActorSystem _system;
    private readonly IActorRef _owner;
    private long _underWay;
    private int _asksUnderWay;

    public Tally Dead;
    public long Started, Stopped, Ticks, Hired, Mourned, Answers, Unanswered;

    public StressRun(ActorSystem system, Mix mix)
    {
        (_system, Mix) = (system, mix);
        Coroner = system.ActorOf(Props.Create(() => new Coroner(this)));
        system.EventStream.Subscribe(Coroner, typeof(DeadLetter));
        Mourner = system.ActorOf(Props.Create(() => new Mourner(this)));
        _owner = system.ActorOf(Props.Create(() => new Owner(this, Overseers)));
    }

    public Mix Mix { get; }

    public IActorRef Coroner { get; }

    public IActorRef Mourner { get; }

    public Remains Remains { get; } = new();

    public IReadOnlyList<Slot> Slots { get; } = [.. Enumerable.Range(0, Workers).Select(index => new Slot(index, Workers + Threads))];

    /// <summary>The rules that did not hold, with how often.</summary>
    public IReadOnlyDictionary<string, int> Broken => _broken;

    /// <summary>Messages told but not accounted for; below zero when one has been counted twice.</summary>
    public long UnderWay => Interlocked.Read(ref _underWay);

    public int AsksUnderWay => Volatile.Read(ref _asksUnderWay);

    public Tally Told => Sum(Slots.Select(slot => slot.Teller.Told).Concat(_tellers.Select(teller => teller.Told)));

    public Tally Accounted => Dead + Sum(Slots.Select(slot => slot.Handled + slot.Crashed + slot.Interrupted));

    public Tally Crashed => Sum(Slots.Select(slot => slot.Crashed));

    /// <summary>Lets the threads send for so long.</summary>
    public void Load(TimeSpan time)
    {
        var until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        var threads = _tellers.Select(teller => new Thread(() => Send(teller, until))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    /// <summary>One message from a sender to a worker, both of chance.</summary>
    public void Send(Teller teller, IActorRef? sender)
    {
        var (receiver, deed) = (teller.Random.Next(Workers), Mix.Choose(teller.Random));
        if (Slots[receiver].Worker is not { } worker)
            return;

        switch (deed)
        {
            case Deed.Poison:
                worker.Tell(PoisonPill.Instance, sender);
                return;
            case Deed.Kill:
                worker.Tell(Kill.Instance, sender);
                return;
        }

        var work = teller.Next(receiver, deed);
        Interlocked.Increment(ref _underWay);
        if (deed == Deed.Answer && Mix.IsAsked && sender is null)
            Ask(worker, work);
        else
            worker.Tell(work, sender);
    }

    /// <summary>One message has been handled, or its fate is known.</summary>
    public void Account() => Interlocked.Decrement(ref _underWay);

    public void Expect(bool holds, string rule)
    {
        if (!holds)
            _broken.AddOrUpdate(rule, 1, (_, times) => times + 1);
    }

    public IActorRef? AnyWorker(Random random) => Slots[random.Next(Workers)].Worker;

    /// <summary>How many workers their overseers have.</summary>
    public async Task<int> CountWorkersAsync()
    {
        using var inbox = Inbox.Create(_system);
        _owner.Tell(Overseer.CountChildren.Instance, inbox.Receiver);
        var workers = 0;
        for (var left = Overseers; left > 0; left--)
            workers += (int)await inbox.ReceiveAsync();
        return workers;
    }

    /// <summary>Stops all workers and forgets them.</summary>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        var stopped = await _owner.GracefulStop(patience);
        foreach (var slot in Slots)
        {
            slot.Worker = null;
            slot.Watched.Clear();
        }

        return stopped;
    }

    private void Send(Teller teller, long until)
    {
        while (Environment.TickCount64 < until)
        {
            if (UnderWay < MostUnderWay)
                Send(teller, sender: null);
            else
                Thread.Yield();
        }
    }

    private void Ask(IActorRef worker, Work work)
    {
        Interlocked.Increment(ref _asksUnderWay);
        worker.Ask<int>(work, TimeSpan.FromSeconds(1)).ContinueWith(
            answer =>
            {
                Expect(!answer.IsCompletedSuccessfully || answer.Result == work.Number, "an answer is to its question");
                Interlocked.Increment(ref answer.IsCompletedSuccessfully ? ref Answers : ref Unanswered);
                Interlocked.Decrement(ref _asksUnderWay);
            },
            TaskContinuationOptions.ExecuteSynchronously);
    }

    private static Tally Sum(IEnumerable<Tally> tallies) => tallies.Aggregate(new Tally(), static (sum, tally) => sum + tally);
}
