using Akka.Actor;
using Akka.Pattern;
using Akka.TestKit;

namespace Akka.Embedded.Tests.Patterns;

/// <summary>Children that are started again after longer and longer waits.</summary>
public sealed class BackoffSupervisorTests() : Akka.TestKit.Xunit2.TestKit(
    """akka { loglevel = OFF, stdout-loglevel = OFF, scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" }""")
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(50);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Messages_go_to_the_child_and_its_answers_to_the_one_who_asked()
    {
        var supervisor = Supervise(OnStop());

        supervisor.Tell("a");

        ExpectMsgFrom<string>(CurrentChild(supervisor), "a");
    }

    [Fact]
    public void A_child_that_ended_is_started_again_after_the_wait()
    {
        var supervisor = Supervise(OnStop());

        Kill(supervisor, "stop");
        Scheduler.Advance(Minimum * 0.9);
        Assert.True(CurrentChild(supervisor).IsNobody());
        Scheduler.Advance(Minimum * 0.1);

        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));
        Assert.Equal(1, RestartCount(supervisor));
    }

    [Fact]
    public void The_wait_doubles_up_to_the_maximum()
    {
        var supervisor = Supervise(OnStop().WithManualReset());

        foreach (var wait in (TimeSpan[])[Minimum, Minimum * 2, Maximum, Maximum])
        {
            Kill(supervisor, "stop");
            Scheduler.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.True(CurrentChild(supervisor).IsNobody());
            Scheduler.Advance(TimeSpan.FromMilliseconds(1));
            AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));
        }

        Assert.Equal(4, RestartCount(supervisor));
    }

    [Fact]
    public void A_failing_child_is_stopped_and_started_again_after_the_wait()
    {
        var supervisor = Supervise(OnFailure());

        Kill(supervisor, "fail");
        Scheduler.Advance(Minimum);

        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));
        Assert.Equal(1, RestartCount(supervisor));
    }

    [Fact]
    public void A_supervisor_of_failures_ends_with_a_child_that_ends()
    {
        var supervisor = Watch(Supervise(OnFailure()));

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void After_enough_starts_the_supervisor_gives_up()
    {
        var supervisor = Watch(Supervise(OnStop().WithMaxNrOfRetries(1).WithManualReset()));
        Kill(supervisor, "stop");
        Scheduler.Advance(Minimum);
        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void The_count_is_forgotten_after_the_minimum_without_a_failure()
    {
        var supervisor = Supervise(OnStop());
        Kill(supervisor, "stop");
        Scheduler.Advance(Minimum);
        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));
        Assert.Equal(1, RestartCount(supervisor));

        Scheduler.Advance(Minimum);

        AwaitAssert(() => Assert.Equal(0, RestartCount(supervisor)));
    }

    [Fact]
    public void A_manual_reset_forgets_the_count_on_demand()
    {
        var supervisor = Supervise(OnStop().WithManualReset());
        Kill(supervisor, "stop");
        Scheduler.Advance(Minimum);
        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));

        supervisor.Tell(BackoffSupervisor.Reset.Instance);

        Assert.Equal(0, RestartCount(supervisor));
    }

    [Fact]
    public void While_there_is_no_child_messages_are_answered_or_dead()
    {
        var answering = Supervise(OnStop().WithReplyWhileStopped("later"));
        Kill(answering, "stop");

        answering.Tell("a");

        ExpectMsg("later");
        ExpectNoMsg(Silence);
    }

    [Fact]
    public void A_final_stop_message_ends_the_supervisor_with_its_child()
    {
        var supervisor = Watch(Supervise(OnStop().WithFinalStopMessage(message => message is "stop")));

        supervisor.Tell("stop");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void A_final_stop_message_ends_a_supervisor_without_child_after_the_answer()
    {
        var supervisor = Watch(Supervise(OnStop().WithReplyWhileStopped("later").WithFinalStopMessage(message => message is "end")));
        Kill(supervisor, "stop");

        supervisor.Tell("end");

        ExpectMsg("later");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void Without_a_final_stop_message_the_supervisor_stays()
    {
        var supervisor = Watch(Supervise(OnStop().WithFinalStopMessage(message => message is "end")));

        Kill(supervisor, "stop");
        ExpectNoMsg(Silence);

        supervisor.Tell("end");
        ExpectTerminated(supervisor);
    }

    [Fact]
    public void What_the_child_tells_its_supervisor_goes_to_the_supervisors_parent()
    {
        var supervisor = ChildActorOf(BackoffSupervisor.Props(OnStop()));

        supervisor.Tell("up");

        ExpectMsgFrom(supervisor, "from the child");
    }

    [Fact]
    public void A_child_that_its_strategy_restarts_has_not_ended()
    {
        var supervisor = Supervise(OnStop());
        var child = CurrentChild(supervisor);

        supervisor.Tell("fail");
        supervisor.Tell("a");

        ExpectMsgFrom<string>(child, "a");
        Assert.Equal(0, RestartCount(supervisor));
    }

    [Fact]
    public void With_the_stopping_strategy_a_failing_child_has_ended()
    {
        var supervisor = Supervise(OnStop().WithDefaultStoppingStrategy());

        Kill(supervisor, "fail");
        Scheduler.Advance(Minimum);

        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));
        Assert.Equal(1, RestartCount(supervisor));
    }

    [Fact]
    public void A_strategy_of_ones_own_decides_and_bounds_the_starts()
    {
        var strategy = new OneForOneStrategy(1, TimeSpan.FromSeconds(30), failure => failure is InvalidOperationException ? Directive.Restart : Directive.Stop);
        var supervisor = Watch(Supervise(OnFailure().WithManualReset().WithSupervisorStrategy(strategy)));
        Kill(supervisor, "fail");
        Scheduler.Advance(Minimum);
        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));

        supervisor.Tell("fail");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void A_failure_that_the_strategy_stops_ends_a_supervisor_of_failures()
    {
        var supervisor = Watch(Supervise(OnFailure().WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop))));

        supervisor.Tell("fail");

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void While_the_child_is_ending_it_is_still_the_current_one()
    {
        using var gate = new ManualResetEventSlim();
        var supervisor = Supervise(Backoff.OnFailure(Props.Create(() => new Lingering(gate)), "child", Minimum, Maximum, 0, -1));
        var child = Watch(CurrentChild(supervisor));

        supervisor.Tell("fail");
        ExpectMsg("failing");
        Assert.Equal(child, CurrentChild(supervisor));
        Assert.Equal(0, RestartCount(supervisor));
        gate.Set();

        ExpectTerminated(child);
        AwaitAssert(() => Assert.Equal(1, RestartCount(supervisor)));
    }

    [Fact]
    public void The_count_may_be_forgotten_after_any_time_without_a_failure()
    {
        var supervisor = Supervise(OnStop().WithAutoReset(Maximum * 10));
        Kill(supervisor, "stop");
        Scheduler.Advance(Minimum);
        AwaitAssert(() => Assert.False(CurrentChild(supervisor).IsNobody()));

        Scheduler.Advance(Maximum * 9);
        Assert.Equal(1, RestartCount(supervisor));
        Scheduler.Advance(Maximum);

        AwaitAssert(() => Assert.Equal(0, RestartCount(supervisor)));
    }

    [Fact]
    public void Without_a_child_a_message_is_a_dead_letter_of_its_sender()
    {
        var supervisor = Supervise(OnStop());
        Kill(supervisor, "stop");
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));

        supervisor.Tell("a");

        ExpectMsg<Akka.Event.DeadLetter>(letter => letter.Message is "a" && letter.Sender.Equals(TestActor));
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BackoffSupervisor.Props(
            Backoff.OnStop(Props.Create<Child>(), "child", Maximum, Minimum, 0, -1)));
        Assert.Throws<ArgumentException>(() => BackoffSupervisor.Props(
            Backoff.OnFailure(Props.Create<Child>(), "child", TimeSpan.Zero, Minimum, 0, -1)));
        Assert.Throws<ArgumentException>(() => BackoffSupervisor.Props(
            Backoff.OnFailure(Props.Create<Child>(), "child", Minimum, Maximum, 1.1, -1)));
    }

    private static BackoffOptions OnStop() => Backoff.OnStop(Props.Create<Child>(), "child", Minimum, Maximum, 0, -1);

    private static BackoffOptions OnFailure() => Backoff.OnFailure(Props.Create<Child>(), "child", Minimum, Maximum, 0, -1);

    private IActorRef Supervise(BackoffOptions options) => Sys.ActorOf(BackoffSupervisor.Props(options));

    private void Kill(IActorRef supervisor, string message)
    {
        var child = Watch(CurrentChild(supervisor));
        supervisor.Tell(message);
        ExpectTerminated(child);
        AwaitAssert(() => Assert.True(CurrentChild(supervisor).IsNobody()));
    }

    private IActorRef CurrentChild(IActorRef supervisor)
    {
        var probe = CreateTestProbe();
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance, probe.Ref);
        return probe.ExpectMsg<BackoffSupervisor.CurrentChild>().Ref!;
    }

    private int RestartCount(IActorRef supervisor)
    {
        var probe = CreateTestProbe();
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance, probe.Ref);
        return probe.ExpectMsg<BackoffSupervisor.RestartCount>().Count;
    }

    private sealed class Lingering(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Sender.Tell("failing");
            throw new InvalidOperationException("as told");
        }

        protected override void PostStop() => gate.Wait(TimeSpan.FromSeconds(10));
    }

    private sealed class Child : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "stop":
                    Context.Stop(Self);
                    break;
                case "fail":
                    throw new InvalidOperationException("as told");
                case "up":
                    Context.Parent.Tell("from the child");
                    break;
                default:
                    Sender.Tell(message);
                    break;
            }
        }
    }
}
