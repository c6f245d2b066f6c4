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
}
