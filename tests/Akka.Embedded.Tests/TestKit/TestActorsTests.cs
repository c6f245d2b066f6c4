using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.TestActors;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>The actors that come with the test kit.</summary>
public sealed class TestActorsTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void An_echo_goes_to_the_test_and_to_the_sender()
    {
        var probe = CreateTestProbe();

        Sys.ActorOf(EchoActor.Props(this)).Tell("a", probe);

        ExpectMsg("a");
        probe.ExpectMsg("a");
    }

    [Fact]
    public void A_simple_echo_goes_to_the_sender()
    {
        var probe = CreateTestProbe();

        Sys.ActorOf(SimpleEchoActor.Props()).Tell("a", probe);

        probe.ExpectMsg("a");
    }

    [Fact]
    public void A_forwarder_keeps_the_sender()
    {
        var probe = CreateTestProbe();

        Sys.ActorOf(ForwardActor.Props(TestActor)).Tell("a", probe);

        ExpectMsgFrom(probe, "a");
    }

    [Fact]
    public void A_black_hole_takes_everything_and_some_actors_handle_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        Sys.ActorOf(BlackHoleActor.Props).Tell("taken");
        Sys.ActorOf<UnhandledMessageActor>().Tell("not handled");

        Assert.Equal("not handled", ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void What_a_state_machine_tells_is_compared_by_machine_and_state()
    {
        var same = FSMSpecHelpers.CurrentStateExpector<int>();
        var went = FSMSpecHelpers.TransitionStateExpector<int>();

        Assert.True(same(new FSMBase.CurrentState<int>(TestActor, 1), new FSMBase.CurrentState<int>(TestActor, 1)));
        Assert.False(same(new FSMBase.CurrentState<int>(TestActor, 1), new FSMBase.CurrentState<int>(TestActor, 2)));
        Assert.True(went(new FSMBase.Transition<int>(TestActor, 1, 2), new FSMBase.Transition<int>(TestActor, 1, 2)));
        Assert.False(went(new FSMBase.Transition<int>(TestActor, 1, 2), new FSMBase.Transition<int>(TestActor, 2, 1)));
    }

    [Fact]
    public void A_test_breaker_counts_the_states_of_its_breaker()
    {
        var patience = TimeSpan.FromSeconds(10);
        var breaker = new TestBreaker(new Akka.Pattern.CircuitBreaker(Sys.Scheduler, 1, patience, TimeSpan.FromMilliseconds(20)));

        Assert.Throws<InvalidOperationException>(() => breaker.Instance.WithSyncCircuitBreaker(() => throw new InvalidOperationException()));

        Assert.True(breaker.OpenLatch.Wait(patience));
        Assert.True(breaker.HalfOpenLatch.Wait(patience));
        breaker.Instance.WithSyncCircuitBreaker(() => { });
        Assert.True(breaker.ClosedLatch.Wait(patience));
    }
}
