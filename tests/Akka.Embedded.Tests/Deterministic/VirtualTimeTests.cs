#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Embedded.Tests.Support;
using Akka.Pattern;

namespace Akka.Embedded.Tests.Deterministic;

public sealed class VirtualTimeTests : IDisposable
{
    private readonly DeterministicRuntime _runtime = new(seed: 7);
    private readonly ActorSystem _system;

    public VirtualTimeTests() => _system = _runtime.CreateSystem("time", "akka.loglevel = OFF");

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void Time_stands_still_while_something_can_run()
    {
        var echo = _system.ActorOf(Props.Create<Echo>());
        var before = _runtime.Elapsed;

        for (var i = 0; i < 100; i++)
            Assert.Equal(i, _runtime.Await(echo.Ask<int>(i)));

        Assert.Equal(before, _runtime.Elapsed);
    }

    [Fact]
    public void Messages_of_the_scheduler_come_at_their_time()
    {
        var times = new List<TimeSpan>();
        var actor = _system.ActorOf(Act.Props((_, _) => times.Add(_runtime.Elapsed)));
        var start = _runtime.Elapsed;

        _system.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromHours(1), TimeSpan.FromMinutes(20), actor, "tick", ActorRefs.NoSender);
        _runtime.RunFor(TimeSpan.FromHours(2));

        Assert.Equal([60.0, 80, 100, 120], times.Select(time => (time - start).TotalMinutes));
    }

    [Fact]
    public void What_lies_beyond_all_time_never_comes()
    {
        var handled = 0;
        var actor = _system.ActorOf(Act.Props((_, _) => handled++));

        _system.Scheduler.ScheduleTellOnce(TimeSpan.MaxValue, actor, "never", ActorRefs.NoSender);
        _runtime.RunFor(TimeSpan.FromDays(365));
        Assert.False(_runtime.RunUntil(() => handled > 0, TimeSpan.FromDays(365)));
    }

    [Fact]
    public void Time_without_a_limit_goes_on_to_what_is_waited_for()
    {
        var handled = 0;
        var actor = _system.ActorOf(Act.Props((_, _) => handled++));
        _system.Scheduler.ScheduleTellOnce(TimeSpan.FromDays(3), actor, "at last", ActorRefs.NoSender);

        Assert.True(_runtime.RunUntil(() => handled == 1, TimeSpan.MaxValue));
    }

    [Fact]
    public void Actions_of_the_scheduler_run_at_their_time()
    {
        var start = _runtime.Elapsed;
        TimeSpan? ran = null;

        _system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromDays(3), () => ran = _runtime.Elapsed - start);
        _runtime.RunFor(TimeSpan.FromDays(4));

        Assert.Equal(TimeSpan.FromDays(3), ran);
        Assert.Equal(TimeSpan.FromDays(4), _runtime.Elapsed - start);
    }

    [Fact]
    public void A_question_waits_in_virtual_time()
    {
        var silent = _system.ActorOf(Act.Props((_, _) => { }));
        var start = _runtime.Elapsed;

        Assert.Throws<AskTimeoutException>(() => _runtime.Await(silent.Ask<string>("?", TimeSpan.FromMinutes(10))));

        Assert.Equal(TimeSpan.FromMinutes(10), _runtime.Elapsed - start);
        Assert.Equal(0, _runtime.ArmedTimers);
    }

    [Fact]
    public void A_receive_timeout_comes_after_so_much_virtual_silence()
    {
        var start = _runtime.Elapsed;
        TimeSpan? silence = null;
        _system.ActorOf(Act.Props(
            (_, context) =>
            {
                silence = _runtime.Elapsed - start;
                context.SetReceiveTimeout(null);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromMinutes(5))));

        _runtime.RunFor(TimeSpan.FromMinutes(6));

        Assert.Equal(TimeSpan.FromMinutes(5), silence);
    }

    [Fact]
    public void The_injected_clock_is_the_clock_of_the_actors()
    {
        var start = _runtime.Clock.GetUtcNow();

        _runtime.Await(async () => await Task.Delay(TimeSpan.FromMinutes(30), _runtime.Clock));

        Assert.Equal(TimeSpan.FromMinutes(30), _runtime.Clock.GetUtcNow() - start);
        Assert.Equal(_runtime.Clock.GetUtcNow(), _system.Scheduler.Now);
        Assert.Equal(_runtime.Elapsed, _runtime.Clock.GetElapsedTime(0));
    }

    [Fact]
    public void A_periodic_timer_of_the_clock_ticks_until_disposed()
    {
        var ticks = 0;
        var timer = _runtime.Clock.CreateTimer(_ => ticks++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _runtime.RunFor(TimeSpan.FromSeconds(6));
        timer.Dispose();
        _runtime.RunFor(TimeSpan.FromSeconds(6));

        Assert.Equal(3, ticks);
        Assert.Equal(0, _runtime.ArmedTimers);
    }

    [Fact]
    public void A_timer_of_the_clock_that_is_set_anew_forgets_its_old_time()
    {
        var start = _runtime.Elapsed;
        var times = new List<TimeSpan>();
        using var timer = _runtime.Clock.CreateTimer(_ => times.Add(_runtime.Elapsed - start), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        _runtime.RunFor(TimeSpan.FromSeconds(3));
        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        _runtime.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal([TimeSpan.FromSeconds(8)], times);
    }

    [Fact]
    public void A_cancellation_after_a_delay_comes_in_virtual_time()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromHours(8), _runtime.Clock);
        _runtime.RunFor(TimeSpan.FromHours(7));
        Assert.False(source.IsCancellationRequested);

        _runtime.RunFor(TimeSpan.FromHours(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(70, false)]
    public void A_restart_window_is_one_of_virtual_time(int secondsBetween, bool stops)
    {
        var strategy = new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart);
        var child = _runtime.Await(_system.ActorOf(Supervisor.Props(strategy)).Ask<IActorRef>(Act.Props((_, _) => throw new InvalidOperationException())));
        var death = child.WatchAsync();
        for (var i = 0; i < 3; i++)
        {
            child.Tell("fail");
            _runtime.RunFor(TimeSpan.FromSeconds(secondsBetween));
        }

        Assert.Equal(stops, death.IsCompleted);
    }

    [Fact]
    public void A_graceful_stop_gives_up_in_virtual_time()
    {
        var stubborn = _system.ActorOf(Act.Props((_, _) => { }));
        var start = _runtime.Elapsed;

        Assert.False(_runtime.Await(stubborn.GracefulStop(TimeSpan.FromMinutes(2), "please")));
        Assert.Equal(TimeSpan.FromMinutes(2), _runtime.Elapsed - start);
    }

    [Fact]
    public void An_inbox_waits_in_virtual_time_while_the_actors_run()
    {
        using var inbox = Inbox.Create(_system);
        _system.Scheduler.ScheduleTellOnce(TimeSpan.FromMinutes(4), inbox.Receiver, "late", ActorRefs.NoSender);

        Assert.Equal("late", inbox.Receive(TimeSpan.FromMinutes(5)));
        Assert.Throws<TimeoutException>(() => inbox.Receive(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_wait_without_end_ends_with_its_task()
    {
        var start = _runtime.Elapsed;
        var late = Task.Delay(TimeSpan.FromMinutes(20), _runtime.Clock);

        Assert.True(ActorRef.PlatformOf(_system.DeadLetters).Wait(late, Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.FromMinutes(20), _runtime.Elapsed - start);
    }

    [Fact]
    public void A_phase_of_shutdown_that_hangs_is_left_behind_in_virtual_time()
    {
        var system = _runtime.CreateSystem("hangs", "akka.loglevel = OFF");
        var start = _runtime.Elapsed;
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "hang", () => new TaskCompletionSource<Done>().Task);

        _runtime.Await(system.Terminate());

        Assert.Equal(TimeSpan.FromSeconds(5), _runtime.Elapsed - start);
    }

    [Fact]
    public void A_breaker_opens_and_tries_again_in_virtual_time()
    {
        var breaker = new CircuitBreaker(_system.Scheduler, 1, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3));
        var opened = 0;
        breaker.OnOpen(() => opened++);
        var start = _runtime.Elapsed;

        Assert.Throws<TimeoutException>(() => _runtime.Await(breaker.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task)));
        Assert.Equal(TimeSpan.FromSeconds(10), _runtime.Elapsed - start);
        Assert.True(breaker.IsOpen);

        _runtime.RunFor(TimeSpan.FromMinutes(3));
        Assert.True(breaker.IsHalfOpen);
        Assert.Equal(5, breaker.WithSyncCircuitBreaker(() => 5));
        Assert.True(breaker.IsClosed);
        Assert.Equal(1, opened);
    }

    [Fact]
    public void A_retry_waits_in_virtual_time()
    {
        var start = _runtime.Elapsed;
        var calls = 0;

        var answer = _runtime.Await(RetrySupport.Retry(
            () => ++calls < 3 ? Task.FromException<int>(new InvalidOperationException()) : Task.FromResult(calls), 5, TimeSpan.FromMinutes(1), _system.Scheduler));

        Assert.Equal(3, answer);
        Assert.Equal(TimeSpan.FromMinutes(2), _runtime.Elapsed - start);
    }

    [Fact]
    public void A_hundred_thousand_actors_with_timers_live_through_an_hour()
    {
        var ticks = new int[1];
        var parent = _system.ActorOf(Act.Props((_, context) =>
        {
            for (var i = 0; i < 100_000; i++)
                context.ActorOf(Props.Create<Metronome>(ticks));
        }));
        parent.Tell("begin");
        _runtime.RunFor(TimeSpan.FromHours(1));

        Assert.Equal(6_000_000, ticks[0]);
        Assert.Equal(100_000, _runtime.ArmedTimers);
    }

    [Fact]
    public void Nothing_is_left_of_a_system_that_has_ended()
    {
        var system = EndedSystem();
        for (var i = 0; i < 5 && system.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(system.IsAlive);
        Assert.Equal(0, _runtime.ArmedTimers);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference EndedSystem()
    {
        using var runtime = new DeterministicRuntime(1);
        var system = runtime.CreateSystem("brief", "akka.loglevel = OFF");
        system.ActorOf(Props.Create<Metronome>(new int[1]));
        runtime.RunFor(TimeSpan.FromMinutes(10));
        runtime.Await(system.Terminate());
        Assert.Equal(0, runtime.ArmedTimers);
        return new WeakReference(system);
    }

    /// <summary>Ticks once a minute, for the first time half a minute after its start.</summary>
    private sealed class Metronome : UntypedActor, IWithTimers
    {
        private readonly int[] _ticks;

        public Metronome(int[] ticks)
        {
            _ticks = ticks;
            Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message) => _ticks[0]++;
    }
}
#endif
