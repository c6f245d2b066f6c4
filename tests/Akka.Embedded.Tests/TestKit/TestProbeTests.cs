using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>Probes: references with expectations of their own.</summary>
public sealed class TestProbeTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_probe_is_a_reference()
    {
        var probe = CreateTestProbe("alice");
        IActorRef reference = probe;

        reference.Tell("a");

        probe.ExpectMsg("a");
        Assert.Equal("alice", reference.Path.Name);
        Assert.Equal(probe.Ref, reference);
        Assert.True(reference.Equals(probe.Ref));
        Assert.Equal(reference.GetHashCode(), probe.Ref.GetHashCode());
    }

    [Fact]
    public async Task Children_of_a_probe_are_created_by_type()
    {
        var probe = CreateTestProbe();

        Assert.Equal(probe.Ref.Path, probe.ChildActorOf<Support.Echo>("a").Path.Parent);
        Assert.Equal("b", (await probe.ChildActorOfAsync<Support.Echo>("b")).Path.Name);
        Assert.Equal(probe.Ref.Path, (await probe.ChildActorOfAsync<Support.Echo>()).Path.Parent);
    }

    [Fact]
    public async Task A_probe_answers_whoever_wrote_last()
    {
        var probe = CreateTestProbe();
        var answer = probe.Ref.Ask<string>("question", TimeSpan.FromSeconds(3));

        probe.ExpectMsg("question");
        probe.Reply("answer");

        Assert.Equal("answer", await answer);
    }

    [Fact]
    public void A_probe_passes_messages_on_keeping_the_sender()
    {
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        first.Ref.Tell("a", TestActor);
        first.ExpectMsg("a");

        first.Forward(second.Ref);
        first.Forward(second.Ref, "b");

        second.ExpectMsgFrom(TestActor, "a");
        second.ExpectMsgFrom(TestActor, "b");
    }

    [Fact]
    public void A_probe_sends_in_its_own_name()
    {
        var probe = CreateTestProbe();

        probe.Send(TestActor, "a");

        ExpectMsgFrom(probe.Ref, "a");
    }

    [Fact]
    public void A_probe_watches_and_is_watched()
    {
        var (watcher, watched) = (CreateTestProbe(), CreateTestProbe());
        watcher.Watch(watched);

        Sys.Stop(watched);

        watcher.ExpectTerminated(watched);
    }

    [Fact]
    public void A_pilot_answers_until_it_is_relieved()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"re: {message}");
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));

        foreach (var text in (string[])["first", "last", "late"])
            probe.Ref.Tell(text, TestActor);

        ExpectMsg("re: first");
        ExpectMsg("re: last");
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Assert.Equal(["first", "last", "late"], probe.ReceiveN(3).Cast<string>());
    }

    [Fact]
    public void A_probe_has_children_under_a_strategy_of_choice()
    {
        var probe = CreateTestProbe();
        var stopped = probe.ChildActorOf(Props.Create<Failing>(), new OneForOneStrategy(_ => Directive.Stop));
        var restarted = probe.ChildActorOf(Props.Create<Failing>(), "kept");
        Watch(stopped);
        Watch(restarted);

        restarted.Tell("fail");
        stopped.Tell("fail");

        ExpectTerminated(stopped);
        restarted.Tell("echo");
        ExpectMsg("echo");
        Assert.Equal(probe.Ref.Path / "kept", restarted.Path);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing()
        {
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("as told"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
