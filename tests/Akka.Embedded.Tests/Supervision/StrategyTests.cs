using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Supervision;

public sealed class StrategyTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Exception Failure = new InvalidOperationException("expected");

    [Fact]
    public void Resume_keeps_the_state()
    {
        var child = ChildOf(Supervisor.Props(_ => Directive.Resume), Props.Create(() => new Counting()));
        child.Tell(1);
        child.Tell(Failure);
        child.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void Restart_begins_anew()
    {
        var child = ChildOf(Supervisor.Props(_ => Directive.Restart), Props.Create(() => new Counting()));
        child.Tell(1);
        child.Tell(Failure);
        child.Tell("count");
        ExpectMsg(0);
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        var child = ChildOf(Supervisor.Props(_ => Directive.Stop), Props.Create(() => new Counting()));
        Watch(child);
        child.Tell(Failure);
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_fails_the_supervisor_with_the_childs_exception()
    {
        var seen = new TaskCompletionSource<Exception>();
        var top = Sys.ActorOf(Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Stop;
        }));
        top.Tell(Supervisor.Props(_ => Directive.Escalate));
        var middle = ExpectMsg<IActorRef>();
        Watch(middle);
        middle.Tell(Props.Create(() => new Counting()));
        ExpectMsg<IActorRef>().Tell(Failure);
        Assert.Same(Failure, seen.Task.Result);
        ExpectTerminated(middle);
    }

    [Fact]
    public void A_failure_suspends_the_actor_and_its_descendants_until_the_decision()
    {
        var decide = CreateTestLatch();
        var parent = ChildOf(
            Supervisor.Props(_ =>
            {
                decide.Ready();
                return Directive.Resume;
            }),
            Supervisor.Props(_ => Directive.Stop));
        parent.Tell(Props.Create(() => new Echo()));
        var child = ExpectMsg<IActorRef>();
        child.Tell("alive");
        ExpectMsg("alive");
        parent.Tell(Failure);
        AwaitAssert(() =>
        {
            child.Tell("suspended");
            ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        });
        decide.CountDown();
        ExpectMsg("suspended");
    }

    [Fact]
    public void One_for_one_concerns_the_failing_child_alone()
    {
        var (first, second) = TwoChildrenOf(Supervisor.Props(new OneForOneStrategy(_ => Directive.Restart)));
        first.Tell(Failure);
        ExpectMsg("1 PreRestart");
        ExpectMsg("1 PostStop");
        ExpectMsg("1 PostRestart");
        ExpectMsg("1 PreStart");
        second.Tell("untouched");
        ExpectMsg("untouched");
    }

    [Fact]
    public void All_for_one_restarts_all_children()
    {
        var (first, _) = TwoChildrenOf(Supervisor.Props(new AllForOneStrategy(_ => Directive.Restart)));
        first.Tell(Failure);
        ExpectMsgAllOf("1 PreRestart", "1 PostStop", "1 PostRestart", "1 PreStart", "2 PreRestart", "2 PostStop", "2 PostRestart", "2 PreStart");
    }

    [Fact]
    public void All_for_one_stops_all_children()
    {
        var (first, second) = TwoChildrenOf(Supervisor.Props(new AllForOneStrategy(_ => Directive.Stop)));
        Watch(first);
        Watch(second);
        IgnoreMessages(message => message is string);
        first.Tell(Failure);
        Assert.Equal(2, new[] { ExpectMsg<Terminated>().ActorRef, ExpectMsg<Terminated>().ActorRef }.Distinct().Count());
    }

    [Fact]
    public void The_props_strategy_takes_precedence()
    {
        var child = ChildOf(
            Supervisor.Props(_ => Directive.Restart).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Resume)),
            Props.Create(() => new Counting()));
        child.Tell(1);
        child.Tell(Failure);
        child.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void The_default_decider_stops_after_initialization_kill_and_pact_and_restarts_after_the_rest()
    {
        var decider = SupervisorStrategy.DefaultDecider;
        Assert.Equal(Directive.Stop, decider.Decide(new ActorInitializationException("x")));
        Assert.Equal(Directive.Stop, decider.Decide(new ActorKilledException("x")));
        Assert.Equal(Directive.Stop, decider.Decide(new DeathPactException(TestActor)));
        Assert.Equal(Directive.Restart, decider.Decide(Failure));
    }

    [Fact]
    public void A_decider_may_be_a_table()
    {
        var decider = Decider.From(
            Directive.Escalate,
            Directive.Stop.When<ArgumentException>(),
            Directive.Resume.When<ArithmeticException>());
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Resume, decider.Decide(new DivideByZeroException()));
        Assert.Equal(Directive.Escalate, decider.Decide(Failure));
    }

    [Fact]
    public void Decisions_are_logged_with_the_childs_path()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        var stopped = ChildOf(Supervisor.Props(_ => Directive.Stop), Props.Create(() => new Counting()));
        stopped.Tell(Failure);
        ExpectMsg<Error>(error => error.LogSource.Contains(stopped.Path.ToString()) && error.Cause == Failure);
        var resumed = ChildOf(Supervisor.Props(_ => Directive.Resume), Props.Create(() => new Counting()));
        resumed.Tell(Failure);
        ExpectMsg<Warning>(warning => warning.LogSource.Contains(resumed.Path.ToString()));
    }

    [Fact]
    public void Strategies_tell_their_bounds()
    {
        var strategy = new OneForOneStrategy(3, TimeSpan.FromSeconds(2), _ => Directive.Stop);
        Assert.Equal((3, 2000), (strategy.MaxNumberOfRetries, strategy.WithinTimeRangeMilliseconds));
        Assert.Equal(Directive.Stop, strategy.Decider.Decide(Failure));
        var endless = new AllForOneStrategy(null, null, _ => Directive.Stop);
        Assert.Equal(-1, endless.MaxNumberOfRetries);
    }

    [Theory]
    [InlineData(null, -1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    public void A_bound_that_is_not_given_is_minus_one(int? retries, int told)
    {
        Assert.Equal(told, new OneForOneStrategy(retries, null, _ => Directive.Restart).MaxNumberOfRetries);
        Assert.Equal(told, new OneForOneStrategy(retries, null, Decider.From(Directive.Restart)).MaxNumberOfRetries);
        Assert.Equal(told, new AllForOneStrategy(retries, null, _ => Directive.Restart).MaxNumberOfRetries);
        Assert.Equal(told, new AllForOneStrategy(retries, null, Decider.From(Directive.Restart)).MaxNumberOfRetries);
    }

    [Theory]
    [InlineData(null, -1)]
    [InlineData(-1.0, -1)]
    [InlineData(0.0, 0)]
    [InlineData(100.0075, 100)]
    [InlineData(10000.0, 10000)]
    public void A_window_is_told_in_whole_milliseconds(double? milliseconds, int told)
    {
        var window = milliseconds is { } length ? TimeSpan.FromMilliseconds(length) : (TimeSpan?)null;
        Assert.Equal(told, new OneForOneStrategy(-1, window, _ => Directive.Restart).WithinTimeRangeMilliseconds);
        Assert.Equal(told, new OneForOneStrategy(-1, window, Decider.From(Directive.Restart)).WithinTimeRangeMilliseconds);
        Assert.Equal(told, new AllForOneStrategy(-1, window, _ => Directive.Restart).WithinTimeRangeMilliseconds);
        Assert.Equal(told, new AllForOneStrategy(-1, window, Decider.From(Directive.Restart)).WithinTimeRangeMilliseconds);
    }

    [Fact]
    public void Strategies_that_say_the_same_are_equal()
    {
        var decider = Decider.From(Directive.Stop, Directive.Resume.When<ArithmeticException>());
        Assert.Equal(new OneForOneStrategy(1, 2, decider), new OneForOneStrategy(1, 2, decider));
        Assert.Equal(new AllForOneStrategy(1, 2, decider), new AllForOneStrategy(1, 2, decider));
        Assert.NotEqual(new OneForOneStrategy(1, 2, decider), new OneForOneStrategy(2, 2, decider));
        Assert.Equal(decider, Decider.From(Directive.Stop, Directive.Resume.When<ArithmeticException>()));
    }

    [Fact]
    public void A_strategy_may_be_taken_over_with_another_bound()
    {
        var strategy = new OneForOneStrategy(1, 2000, _ => Directive.Stop).WithMaxNrOfRetries(7);
        Assert.Equal((7, 2000), (strategy.MaxNumberOfRetries, strategy.WithinTimeRangeMilliseconds));
        Assert.Equal(Directive.Stop, strategy.Decider.Decide(Failure));
    }

    [Fact]
    public void The_first_fitting_row_of_a_table_decides()
    {
        var decider = Decider.From(
            Directive.Escalate, Directive.Resume.When<ArithmeticException>(), Directive.Stop.When<DivideByZeroException>());
        Assert.Equal(Directive.Resume, decider.Decide(new DivideByZeroException()));
    }

    [Fact]
    public void The_stopping_strategy_stops_whatever_fails()
    {
        var child = ChildOf(Supervisor.Props(SupervisorStrategy.StoppingStrategy), Props.Create(() => new Counting()));
        Watch(child);
        child.Tell(Failure);
        ExpectTerminated(child);
        Assert.Equal(-1, SupervisorStrategy.StoppingStrategy.MaxNumberOfRetries);
    }

    [Fact]
    public void An_escalated_failure_is_logged_by_the_one_who_decides_alone()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var middle = ChildOf(Supervisor.Props(_ => Directive.Stop), Supervisor.Props(_ => Directive.Escalate));
        middle.Tell(Props.Create(() => new Counting()));
        ExpectMsg<IActorRef>().Tell(Failure);
        ExpectMsg<Error>(error => error.LogSource.Contains(middle.Path.ToString()) && error.Cause == Failure);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_strategy_may_be_silent()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var strategy = new OneForOneStrategy(-1, -1, _ => Directive.Stop, loggingEnabled: false);
        var child = ChildOf(Supervisor.Props(strategy), Props.Create(() => new Counting()));
        Watch(child);
        child.Tell(Failure);
        ExpectTerminated(child);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_log_tells_what_a_constructor_or_start_failed_with()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        Sys.ActorOf(Act.Props((_, _) => { }, _ => throw Failure));
        ExpectMsg<Error>(error => error.Message is "expected" && error.Cause is ActorInitializationException);
    }

    [Fact]
    public void The_strategy_is_asked_for_at_the_first_failure_and_once_for_each_instance()
    {
        var asked = CreateTestProbe();
        var parent = Sys.ActorOf(Props.Create(() => new Asked(asked)));
        parent.Tell(Props.Create(() => new Counting()));
        var child = ExpectMsg<IActorRef>();
        asked.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        child.Tell(Failure);
        child.Tell(Failure);
        asked.ExpectMsg("asked");
        parent.Tell(Failure);
        parent.Tell(Props.Create(() => new Counting()));
        ExpectMsg<IActorRef>().Tell(Failure);
        asked.ExpectMsg("asked");
        asked.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_decider_that_fails_fails_the_supervisor()
    {
        var seen = new TaskCompletionSource<Exception>();
        var middle = ChildOf(
            Supervisor.Props(cause =>
            {
                seen.TrySetResult(cause);
                return Directive.Stop;
            }),
            Supervisor.Props(_ => throw new NotSupportedException("undecided")));
        middle.Tell(Props.Create(() => new Counting()));
        ExpectMsg<IActorRef>().Tell(Failure);
        Assert.Equal("undecided", seen.Task.Result.Message);
    }

    [Fact]
    public void Children_fail_and_are_restarted_while_their_supervisor_awaits()
    {
        var release = new TaskCompletionSource();
        var life = CreateTestProbe();
        life.IgnoreMessages(message => message is not "PostRestart");
        var parent = Sys.ActorOf(Props.Create(() => new AwaitingParent(release.Task)));
        parent.Tell(Props.Create(() => new Reporter(life, "")));
        var child = ExpectMsg<IActorRef>();
        parent.Tell("await");
        child.Tell(Failure);
        life.ExpectMsg("PostRestart");
        release.SetResult();
        ExpectMsg("awaited");
    }

    private IActorRef ChildOf(Props supervisor, Props child)
    {
        Sys.ActorOf(supervisor).Tell(child);
        return ExpectMsg<IActorRef>();
    }

    private (IActorRef First, IActorRef Second) TwoChildrenOf(Props supervisor)
    {
        var parent = Sys.ActorOf(supervisor);
        var probe = CreateTestProbe();
        parent.Tell(Props.Create(() => new Reporter(TestActor, "1 ")), probe);
        parent.Tell(Props.Create(() => new Reporter(TestActor, "2 ")), probe);
        ExpectMsgAllOf("1 PreStart", "2 PreStart");
        return (probe.ExpectMsg<IActorRef>(), probe.ExpectMsg<IActorRef>());
    }

    private sealed class Counting : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case int more:
                    _count += more;
                    break;
                case Exception failure:
                    throw failure;
                default:
                    Sender.Tell(_count);
                    break;
            }
        }
    }

    private sealed class Asked(IActorRef observer) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy()
        {
            observer.Tell("asked");
            return new OneForOneStrategy(_ => Directive.Resume);
        }

        protected override void OnReceive(object message)
        {
            if (message is Exception failure)
                throw failure;
            Sender.Tell(Context.ActorOf((Props)message));
        }
    }

    private sealed class AwaitingParent : ReceiveActor
    {
        public AwaitingParent(Task release)
        {
            ReceiveAsync<string>(async _ =>
            {
                await release;
                Sender.Tell("awaited");
            });
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }
    }
}
