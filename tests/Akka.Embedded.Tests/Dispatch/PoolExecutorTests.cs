using Akka.Actor;

namespace Akka.Embedded.Tests.Dispatch;

/// <summary>Where an actor runs is nobody's business, except that nobody waits for another actor's turn to end.</summary>
public sealed class PoolExecutorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task An_actor_that_blocks_does_not_hold_up_the_one_that_it_told()
    {
        using var system = ActorSystem.Create("pool");
        using var told = new ManualResetEventSlim();
        var setter = system.ActorOf(Props.Create(() => new Setter(told)));
        var blocker = system.ActorOf(Props.Create(() => new Blocker(setter, told)));

        Assert.True(await blocker.Ask<bool>("block", Patience));
    }

    [Fact]
    public async Task A_pair_that_keeps_each_other_busy_leaves_the_thread_to_others()
    {
        using var system = ActorSystem.Create("pool");
        var pairs = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => StartPair(system)).ToArray();
        var echo = system.ActorOf(Props.Create(() => new Echo()));

        Assert.Equal("still there", await echo.Ask<string>("still there", Patience));
        foreach (var pair in pairs) system.Stop(pair);
    }

    [Fact]
    public async Task A_system_starts_while_the_pool_has_no_thread_left()
    {
        using var started = new CountdownEvent(ThreadPool.ThreadCount + (4 * Environment.ProcessorCount));
        using var free = new ManualResetEventSlim();
        for (var left = started.InitialCount; left > 0; left--)
            ThreadPool.UnsafeQueueUserWorkItem(_ => { free.Wait(Patience); started.Signal(); }, null);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var system = ActorSystem.Create("pool");
        var took = watch.Elapsed;
        free.Set();

        Assert.True(started.Wait(Patience));
        Assert.InRange(took, TimeSpan.Zero, Patience / 4);
        await system.Terminate();
    }

    private static IActorRef StartPair(ActorSystem system)
    {
        var one = system.ActorOf(Props.Create(() => new Echo()));
        var other = system.ActorOf(Props.Create(() => new Echo()));
        one.Tell("ball", other);
        return one;
    }

    private sealed class Setter(ManualResetEventSlim told) : UntypedActor
    {
        protected override void OnReceive(object message) => told.Set();
    }

    private sealed class Blocker(IActorRef setter, ManualResetEventSlim told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            setter.Tell("set");
            Sender.Tell(told.Wait(Patience));
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
