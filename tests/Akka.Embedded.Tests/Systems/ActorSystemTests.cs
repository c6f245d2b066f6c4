using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Systems;

public sealed class ActorSystemTests
{
    [Theory]
    [InlineData("valid-Name1")]
    [InlineData("a")]
    public async Task Names_of_letters_digits_and_inner_dashes_are_good(string name)
    {
        var system = ActorSystem.Create(name);
        Assert.Equal(name, system.Name);
        await system.Terminate();
    }

    [Theory]
    [InlineData("under_score")]
    [InlineData("do.t")]
    [InlineData("-dash")]
    [InlineData("spa ce")]
    [InlineData("st*r")]
    [InlineData("a@t")]
    [InlineData("h#sh")]
    [InlineData("doll$r")]
    [InlineData("per%cent")]
    [InlineData("sla/sh")]
    [InlineData("")]
    public void Other_names_are_not(string name) => Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public async Task Termination_stops_everything_and_then_runs_the_callbacks_backwards()
    {
        var order = new List<string>();
        var system = ActorSystem.Create("ending");
        system.RegisterOnTermination(() => order.Add("first registered"));
        system.RegisterOnTermination(() => order.Add("last registered"));
        system.ActorOf(Props.Create(() => new Ending(order)));
        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate();
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.Equal(["actor", "last registered", "first registered"], order);
    }

    [Fact]
    public async Task Actors_are_refused_during_and_after_termination()
    {
        var system = ActorSystem.Create("refusing");
        await system.Terminate();
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Echo())));
    }

    [Fact]
    public async Task Actors_are_refused_as_soon_as_termination_has_begun()
    {
        var system = ActorSystem.Create("stopping");
        using var gate = new ManualResetEventSlim();
        system.ActorOf(Props.Create(() => new Lingering(gate)));
        var end = system.Terminate();
        var refused = false;
        for (var i = 0; i < 1000 && !refused; i++)
        {
            refused = Record.Exception(() => system.ActorOf(Props.Create(() => new Echo()))) is InvalidOperationException;
            await Task.Delay(5);
        }

        Assert.True(refused);
        Assert.False(end.IsCompleted);
        gate.Set();
        await end;
    }

    [Fact]
    public void Dispose_waits_for_the_end_however_long()
    {
        var system = ActorSystem.Create("disposed", "akka.loglevel = OFF, akka.coordinated-shutdown.phases.actor-system-terminate.timeout = 20ms");
        using var gate = new ManualResetEventSlim();
        system.ActorOf(Props.Create(() => new Lingering(gate)));
        var opening = Task.Delay(200).ContinueWith(_ => gate.Set(), TaskScheduler.Default);
        system.Dispose();
        Assert.True(system.WhenTerminated.IsCompleted && gate.IsSet);
        system.Dispose();
        opening.Wait();
    }

    [Fact]
    public async Task Termination_can_be_asked_for_again_and_waited_for()
    {
        var system = ActorSystem.Create("twice");
        Assert.False(system.WhenTerminated.Wait(TimeSpan.FromMilliseconds(10)));
        await Task.WhenAll(system.Terminate(), system.Terminate());
        await system.Terminate();
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_callback_that_throws_keeps_no_other_from_running()
    {
        var ran = new List<string>();
        var system = ActorSystem.Create("callbacks", "akka.stdout-loglevel = OFF");
        system.RegisterOnTermination(() => ran.Add("first"));
        system.RegisterOnTermination(() => throw new InvalidOperationException("expected"));
        await system.Terminate();
        Assert.Equal(["first"], ran);
    }

    [Fact]
    public async Task Waves_of_actors_come_and_go()
    {
        var system = ActorSystem.Create("waves", "akka.loglevel = OFF");
        var waves = Enumerable.Range(0, 3).Select(_ => system.ActorOf(Props.Create(() => new Wave())).Ask<string>(2_000, TimeSpan.FromSeconds(30)));
        Assert.Equal(["done", "done", "done"], await Task.WhenAll(waves));
        await system.Terminate();
    }

    [Fact]
    public async Task The_guardian_may_stop_what_fails()
    {
        var system = ActorSystem.Create("stopping", "akka.loglevel = OFF, akka.actor.guardian-supervisor-strategy = \"Akka.Actor.StoppingSupervisorStrategy\"");
        var actor = system.ActorOf(Act.Props((message, _) => throw (Exception)message));
        actor.Tell(new InvalidOperationException("expected"));
        Assert.True(await actor.WatchAsync());
        await system.Terminate();
    }

    [Fact]
    public void The_configurators_of_the_guardian_are_known_by_name()
    {
        Assert.Same(SupervisorStrategy.DefaultStrategy, new DefaultSupervisorStrategy().Create());
        Assert.Same(SupervisorStrategy.StoppingStrategy, new StoppingSupervisorStrategy().Create());
    }

    [Fact]
    public async Task A_system_has_a_scheduler_that_the_settings_name_and_ends_it()
    {
        var system = ActorSystem.Create("scheduled", $"akka.scheduler.implementation = \"{typeof(BorrowedScheduler).AssemblyQualifiedName}\"");
        var scheduler = Assert.IsType<BorrowedScheduler>(system.Scheduler);
        Assert.False(scheduler.IsDisposed);
        await system.Terminate();
        Assert.True(scheduler.IsDisposed);
    }

    [Fact]
    public async Task Uptime_goes_on_from_the_start_on_the_clock_of_the_scheduler()
    {
        var system = ActorSystem.Create("up");
        var uptime = system.Uptime;
        Assert.InRange(uptime, TimeSpan.Zero, system.Scheduler.MonotonicClock - system.StartTime);
        await Task.Delay(30);
        Assert.True(system.Uptime > uptime);
        await system.Terminate();
    }

    [Fact]
    public async Task What_is_ignored_leaves_no_trace()
    {
        var system = ActorSystem.Create("ignoring");
        var inbox = Inbox.Create(system);
        system.EventStream.Subscribe(inbox.Receiver, typeof(AllDeadLetters));
        system.IgnoreRef.Tell("ignored");
        system.DeadLetters.Tell("dead");
        Assert.Equal("dead", ((AllDeadLetters)await inbox.ReceiveAsync()).Message);
        await system.Terminate();
    }

    [Fact]
    public async Task A_system_may_log_its_configuration_at_the_start()
    {
        var system = ActorSystem.Create("logging", $"""
            akka.log-config-on-start = on
            akka.loggers = ["{typeof(Recorder).AssemblyQualifiedName}"]
            my.key = "found in the log"
            """);
        Assert.Contains("found in the log", await Recorder.FirstInfo.Task.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        await system.Terminate();
    }

    [Fact]
    public async Task A_failure_past_the_guardian_terminates_the_system()
    {
        var system = ActorSystem.Create("fatal", $"akka.actor.guardian-supervisor-strategy = \"{typeof(EscalatingConfigurator).AssemblyQualifiedName}\"\nakka.stdout-loglevel = OFF\nakka.loglevel = OFF");
        system.ActorOf(Act.Props((message, _) => throw (Exception)message)).Tell(new InvalidOperationException("expected"));
        await system.WhenTerminated;
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Settings_come_from_the_configuration_over_the_defaults()
    {
        var system = ActorSystem.Create("configured", "akka.actor.ask-timeout = 7s\nmy.key = 5");
        Assert.Equal(TimeSpan.FromSeconds(7), system.Settings.AskTimeout);
        Assert.Equal(5, system.Settings.Config.GetInt("my.key"));
        Assert.Equal("INFO", system.Settings.LogLevel);
        await system.Terminate();
    }

    [Fact]
    public async Task Actors_of_the_runtime_live_apart()
    {
        var system = ActorSystem.Create("apart");
        Assert.StartsWith("/system/mine", ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new Echo()), "mine").Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        Assert.Equal("/deadLetters", system.DeadLetters.Path.ToStringWithoutAddress());
        Assert.True(system.Uptime >= TimeSpan.Zero);
        await system.Terminate();
    }

    [Fact]
    public async Task Stop_stops_a_top_level_actor()
    {
        var system = ActorSystem.Create("stopping");
        var actor = system.ActorOf(Props.Create(() => new Echo()));
        system.Stop(actor);
        Assert.True(await actor.WatchAsync());
        await system.Terminate();
    }

    [Fact]
    public async Task Nothing_can_be_registered_after_the_end()
    {
        var system = ActorSystem.Create("ended");
        await system.Terminate();
        Assert.Throws<InvalidOperationException>(() => system.RegisterOnTermination(() => { }));
    }

    [Fact]
    public async Task A_dispatcher_that_is_not_configured_is_an_error()
    {
        var system = ActorSystem.Create("dispatching", "my-dispatcher { throughput = 5 }");
        system.ActorOf(Props.Create<Echo>().WithDispatcher("my-dispatcher"));
        Assert.Throws<ConfigurationException>(() => system.ActorOf(Props.Create<Echo>().WithDispatcher("unknown")));
        await system.Terminate();
    }

    internal sealed class EscalatingConfigurator : SupervisorStrategyConfigurator
    {
        public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
    }

    private sealed class Ending(List<string> order) : UntypedActor
    {
        protected override void PostStop() => order.Add("actor");

        protected override void OnReceive(object message) { }
    }

    private sealed class Lingering(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void PostStop() => gate.Wait();

        protected override void OnReceive(object message) { }
    }

    private sealed class Wave : ReceiveActor
    {
        private readonly HashSet<IActorRef> _alive = [];
        private IActorRef _asker = ActorRefs.Nobody;

        public Wave()
        {
            Receive<int>(number =>
            {
                _asker = Sender;
                for (var i = 0; i < number; i++)
                {
                    var drop = Context.Watch(Context.System.ActorOf(Props.Create<Echo>()));
                    _alive.Add(drop);
                    drop.Tell(PoisonPill.Instance);
                }
            });
            Receive<Terminated>(end =>
            {
                _alive.Remove(end.ActorRef);
                if (_alive.Count == 0)
                    _asker.Tell("done");
            });
        }
    }

    internal sealed class Recorder : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public static readonly TaskCompletionSource<string> FirstInfo = new();

        public Recorder()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<Info>(info => FirstInfo.TrySetResult(info.Message.ToString()!));
        }
    }

    internal sealed class BorrowedScheduler(Config config, ILoggingAdapter log) : IScheduler, IDisposable
    {
        private readonly IScheduler _lender = new HashedWheelTimerScheduler(config, log);

        public bool IsDisposed { get; private set; }

        public DateTimeOffset Now => _lender.Now;

        public TimeSpan MonotonicClock => _lender.MonotonicClock;

        public TimeSpan HighResMonotonicClock => _lender.HighResMonotonicClock;

        public IAdvancedScheduler Advanced => _lender.Advanced;

        public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
            _lender.ScheduleTellOnce(delay, receiver, message, sender);

        public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
            _lender.ScheduleTellOnce(delay, receiver, message, sender, cancelable);

        public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
            _lender.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender);

        public void ScheduleTellRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
            _lender.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);

        public void Dispose()
        {
            IsDisposed = true;
            ((IDisposable)_lender).Dispose();
        }
    }
}
