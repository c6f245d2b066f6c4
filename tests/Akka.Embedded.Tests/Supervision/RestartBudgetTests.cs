using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Supervision;

public sealed class RestartBudgetTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(-1, 1)]
    [InlineData(null, 1)]
    public void Inside_a_window_so_many_restarts_are_allowed(int? retries, int allowed) =>
        Assert.Equal(allowed, RestartsBeforeStop(new OneForOneStrategy(retries, Hour, _ => Directive.Restart)));

    [Fact]
    public void Without_a_window_a_bound_holds_for_good() =>
        Assert.Equal(2, RestartsBeforeStop(new OneForOneStrategy(2, null, _ => Directive.Restart)));

    [Fact]
    public void Without_a_window_no_bound_means_no_end()
    {
        var (child, probe) = Start(new OneForOneStrategy(null, null, _ => Directive.Restart));
        for (var i = 0; i < 50; i++)
        {
            child.Tell(new InvalidOperationException("expected"));
            probe.ExpectMsg("PostRestart");
        }
    }

    [Fact]
    public void Resume_does_not_use_the_budget()
    {
        var (child, probe) = Start(new OneForOneStrategy(1, Hour, cause => cause is ArgumentException ? Directive.Resume : Directive.Restart));
        for (var i = 0; i < 5; i++)
            child.Tell(new ArgumentException("expected"));
        child.Tell(new InvalidOperationException("expected"));
        probe.ExpectMsg("PostRestart");
    }

    [Fact]
    public void The_budget_is_each_childs_own()
    {
        var strategy = new OneForOneStrategy(1, Hour, _ => Directive.Restart);
        var parent = Sys.ActorOf(Supervisor.Props(strategy));
        for (var i = 0; i < 3; i++)
        {
            var probe = CreateTestProbe();
            probe.IgnoreMessages(message => message is not "PostRestart");
            parent.Tell(Props.Create(() => new Reporter(probe, "")));
            ExpectMsg<IActorRef>().Tell(new InvalidOperationException("expected"));
            probe.ExpectMsg("PostRestart");
        }
    }

    [Fact]
    public void All_for_one_keeps_to_its_bound_too()
    {
        var strategy = new AllForOneStrategy(1, Hour, _ => Directive.Restart);
        var (child, probe) = Start(strategy);
        Watch(child);
        child.Tell(new InvalidOperationException("expected"));
        probe.ExpectMsg("PostRestart");
        child.Tell(new InvalidOperationException("expected"));
        probe.ExpectMsg("PostStop");
        ExpectTerminated(child);
    }

    [Fact]
    public void A_window_that_has_passed_opens_a_new_one()
    {
        var (child, probe) = Start(new OneForOneStrategy(1, TimeSpan.FromMilliseconds(100), _ => Directive.Restart));
        for (var i = 0; i < 3; i++)
        {
            child.Tell(new InvalidOperationException("expected"));
            probe.ExpectMsg("PostRestart");
            probe.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        }
    }

    private int RestartsBeforeStop(SupervisorStrategy strategy)
    {
        var (child, probe) = Start(strategy);
        Watch(child);
        var restarts = 0;
        while (true)
        {
            child.Tell(new InvalidOperationException("expected"));
            if (probe.ExpectMsg<string>() == "PostStop")
                break;
            restarts++;
        }

        ExpectTerminated(child);
        return restarts;
    }

    private (IActorRef Child, Akka.TestKit.TestProbe Probe) Start(SupervisorStrategy strategy)
    {
        var probe = CreateTestProbe();
        probe.IgnoreMessages(message => message is not ("PostRestart" or "PostStop"));
        Sys.ActorOf(Supervisor.Props(strategy)).Tell(Props.Create(() => new Silent(probe)));
        return (ExpectMsg<IActorRef>(), probe);
    }

    private sealed class Silent(IActorRef observer) : UntypedActor
    {
        private bool _restarting;

        protected override void PreRestart(Exception reason, object message) => _restarting = true;

        protected override void PostRestart(Exception reason) => observer.Tell("PostRestart");

        protected override void PostStop()
        {
            if (!_restarting)
                observer.Tell("PostStop");
        }

        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
