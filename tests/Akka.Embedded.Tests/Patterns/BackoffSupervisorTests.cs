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
    public void What_the_child_tells_its_supervisor_goes_to_the_supervisors_parent()
    {
        var supervisor = ChildActorOf(BackoffSupervisor.Props(OnStop()));

        supervisor.Tell("up");

        ExpectMsg("from the child");
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BackoffSupervisor.Props(
            Backoff.OnStop(Props.Create<Child>(), "child", Maximum, Minimum, 0, -1)));
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
