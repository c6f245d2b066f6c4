#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Deterministic;

public sealed class OneThreadTests : IDisposable
{
    private readonly DeterministicRuntime _runtime = new(seed: 3);
    private readonly ActorSystem _system;

    public OneThreadTests() => _system = _runtime.CreateSystem("thread", "akka.loglevel = OFF");

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void Nothing_happens_outside_of_a_run()
    {
        var handled = 0;
        _system.ActorOf(Act.Props((_, _) => handled++)).Tell("now");
        Assert.Equal(0, handled);

        _runtime.RunUntilIdle();
        Assert.Equal(1, handled);
    }

    [Fact]
    public void What_follows_an_await_stays_on_the_thread()
    {
        var echo = _system.ActorOf(Props.Create<Echo>());
        var thread = Environment.CurrentManagedThreadId;
        var threads = new List<int>();

        _runtime.Await(async () =>
        {
            await echo.Ask<string>("a");
            threads.Add(Environment.CurrentManagedThreadId);
            await echo.Ask<string>("b").ConfigureAwait(false);
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Delay(TimeSpan.FromMilliseconds(10), _runtime.Clock).ConfigureAwait(false);
            threads.Add(Environment.CurrentManagedThreadId);
        });

        Assert.Equal([thread, thread, thread], threads);
    }

    [Fact]
    public void An_answer_from_an_asynchronous_handler_keeps_the_asker_on_the_thread()
    {
        var echo = _system.ActorOf(Props.Create<Echo>());
        var slow = _system.ActorOf(Props.Create(() => new Relay(echo)));
        var thread = Environment.CurrentManagedThreadId;
        var answered = 0;

        _runtime.Await(async () =>
        {
            await slow.Ask<string>("a").ConfigureAwait(false);
            answered = Environment.CurrentManagedThreadId;
        });

        Assert.Equal(thread, answered);
    }

    [Fact]
    public void A_piped_result_arrives_like_a_message()
    {
        var echo = _system.ActorOf(Props.Create<Echo>());
        var got = new List<object>();
        var sink = _system.ActorOf(Act.Props((message, _) => got.Add(message)));

        echo.Ask<string>("piped").PipeTo(sink);
        _runtime.RunUntilIdle();

        Assert.Equal(["piped"], got);
    }

    [Fact]
    public void An_actor_that_blocks_lets_the_others_run()
    {
        var echo = _system.ActorOf(Props.Create<Echo>());
        var blocking = _system.ActorOf(Act.Props((message, context) =>
        {
            using var inbox = Inbox.Create(context.System);
            inbox.Send(echo, message);
            context.Sender.Tell(inbox.Receive());
        }));

        Assert.Equal("through", _runtime.Await(blocking.Ask<string>("through")));
    }

    [Fact]
    public void A_run_inside_of_another_task_scheduler_stays_on_the_thread()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var echo = _system.ActorOf(Props.Create<Echo>());

        var stayed = Task.Factory.StartNew(
            () =>
            {
                var (thread, after) = (Environment.CurrentManagedThreadId, 0);
                _runtime.Await(async () =>
                {
                    await echo.Ask<string>("a").ConfigureAwait(false);
                    after = Environment.CurrentManagedThreadId;
                });
                return after == thread;
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            scheduler);

        Assert.True(stayed.GetAwaiter().GetResult());
    }

    [Fact]
    public void Another_thread_that_tells_during_a_run_fails_it()
    {
        var victim = _system.ActorOf(Act.Props((_, _) => { }));
        Exception? refused = null;
        var careless = _system.ActorOf(Act.Props((_, _) =>
        {
            var thread = new Thread(() => refused = Record.Exception(() => victim.Tell("from elsewhere")));
            thread.Start();
            thread.Join();
        }));
        _runtime.RunUntilIdle();
        careless.Tell("now");

        var failure = Assert.Throws<InvalidOperationException>(_runtime.RunUntilIdle);
        Assert.Contains("Another thread", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public void Steps_without_end_are_reported_at_the_bound()
    {
        using var runtime = new DeterministicRuntime(1) { MaxStepsPerInstant = 1000 };
        var system = runtime.CreateSystem("endless", "akka.loglevel = OFF");
        runtime.RunUntilIdle();
        runtime.RunFor(TimeSpan.FromSeconds(1));
        var handled = 0;
        var stop = false;
        var endless = system.ActorOf(Act.Props((message, context) =>
        {
            handled++;
            if (!stop)
                context.Self.Tell(message);
        }));
        endless.Tell("again");

        var failure = Assert.Throws<InvalidOperationException>(() => runtime.RunFor(TimeSpan.FromHours(1)));
        Assert.Contains("1000 steps", failure.Message, StringComparison.Ordinal);
        Assert.InRange(handled, 900, 1000);
        stop = true;
        runtime.MaxStepsPerInstant = 10_000;
    }

    [Fact]
    public void A_wait_that_nothing_can_end_throws_at_once()
    {
        var before = _runtime.Elapsed;

        Assert.Throws<TimeoutException>(() => _runtime.Await(new TaskCompletionSource().Task));
        Assert.Equal(before, _runtime.Elapsed);
    }

    [Fact]
    public void A_wait_ends_at_its_limit_while_timers_go_on()
    {
        _runtime.WaitLimit = TimeSpan.FromMinutes(2);
        using var heartbeat = _runtime.Clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var before = _runtime.Elapsed;

        Assert.Throws<TimeoutException>(() => _runtime.Await(new TaskCompletionSource().Task));
        Assert.Equal(TimeSpan.FromMinutes(2), _runtime.Elapsed - before);
    }

    [Fact]
    public void A_run_until_a_condition_stops_at_the_very_step()
    {
        var handled = 0;
        var actor = _system.ActorOf(Act.Props((_, _) => handled++));
        for (var i = 0; i < 100; i++)
            actor.Tell(i);

        Assert.True(_runtime.RunUntil(() => handled == 40, TimeSpan.FromSeconds(1)));
        Assert.Equal(40, handled);
        Assert.False(_runtime.RunUntil(() => false, TimeSpan.FromSeconds(1)));
        Assert.Equal(100, handled);
    }

    /// <summary>Asks another on behalf of the asker and answers after the await.</summary>
    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef target) => ReceiveAsync<string>(async text => Sender.Tell(await target.Ask<string>(text)));
    }
}
#endif
