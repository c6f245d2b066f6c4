using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

public sealed class EventStreamTests : Akka.TestKit.Xunit2.TestKit
{
    private interface IMarked;

    private record Base;

    private sealed record Derived : Base, IMarked;

    private sealed record Other : Base;

    [Fact]
    public void Subtypes_and_interfaces_match()
    {
        Assert.True(Sys.EventStream.Subscribe<Base>(TestActor));
        Sys.EventStream.Publish(new Derived());
        ExpectMsg(new Derived());
        var marked = CreateTestProbe();
        Assert.True(Sys.EventStream.Subscribe(marked, typeof(IMarked)));
        Sys.EventStream.Publish(new Derived());
        marked.ExpectMsg(new Derived());
        Sys.EventStream.Publish(new Other());
        marked.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Nothing_changed_is_false()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Base)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Base)));
        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Base)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor, typeof(Base)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor, typeof(Derived)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor));
    }

    [Fact]
    public void A_base_after_its_subclass_is_one_delivery()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Derived));
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Base)));
        Sys.EventStream.Publish(new Derived());
        ExpectMsg(new Derived());
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_subclass_can_be_taken_out()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Derived)));
        Sys.EventStream.Publish(new Derived());
        Sys.EventStream.Publish(new Other());
        ExpectMsg(new Other());
    }

    [Fact]
    public void The_end_of_a_subclass_subscription_leaves_that_to_its_base()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Derived));
        Sys.EventStream.Subscribe(TestActor, typeof(Base));

        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Derived)));

        Sys.EventStream.Publish(new Derived());
        ExpectMsg(new Derived());
    }

    [Fact]
    public void The_end_of_all_subscriptions_ends_every_delivery()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Derived));
        Sys.EventStream.Subscribe(TestActor, typeof(Other));

        Assert.True(Sys.EventStream.Unsubscribe(TestActor));

        Sys.EventStream.Publish(new Derived());
        Sys.EventStream.Publish(new Other());
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_probe_and_its_reference_are_one_subscriber()
    {
        var probe = CreateTestProbe();
        Assert.True(Sys.EventStream.Subscribe(probe, typeof(Base)));

        Assert.False(Sys.EventStream.Subscribe(probe.Ref, typeof(Base)));
        Assert.True(Sys.EventStream.Unsubscribe(probe.Ref));
    }

    [Fact]
    public void A_subscription_can_be_ended_by_type_argument()
    {
        Sys.EventStream.Subscribe<Base>(TestActor);

        Assert.True(Sys.EventStream.Unsubscribe<Base>(TestActor));
        Assert.False(Sys.EventStream.Unsubscribe<Base>(TestActor));
    }

    [Fact]
    public void The_publisher_is_the_sender()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Derived));
        var publisher = Sys.ActorOf(Act.Props((message, context) => context.System.EventStream.Publish(message)));

        publisher.Tell(new Derived());

        ExpectMsgFrom(publisher, new Derived());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dead_subscribers_are_removed_whenever_they_subscribed(bool subscribesAlive)
    {
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Echo())));
        if (subscribesAlive)
            Sys.EventStream.Subscribe(actor, typeof(Base));
        Sys.Stop(actor);
        ExpectTerminated(actor);
        if (!subscribesAlive)
            Sys.EventStream.Subscribe(actor, typeof(Base));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        AwaitAssert(() =>
        {
            Sys.EventStream.Publish(new Derived());
            ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        });
    }

    [Fact]
    public async Task Comings_and_goings_are_logged_on_demand()
    {
        var system = ActorSystem.Create("coming-and-going", "akka { actor.debug.event-stream = on, loglevel = DEBUG, stdout-loglevel = OFF }");
        system.EventStream.Subscribe(TestActor, typeof(Debug));
        system.EventStream.Subscribe(TestActor, typeof(Derived));
        system.EventStream.Unsubscribe(TestActor, typeof(Derived));

        FishForMessage(message => Says(message, $"subscribing {TestActor} to channel {typeof(Debug)}"));
        FishForMessage(message => Says(message, $"subscribing {TestActor} to channel {typeof(Derived)}"));
        FishForMessage(message => Says(message, $"unsubscribing {TestActor} from channel {typeof(Derived)}"));
        await system.Terminate();
    }

    [Fact]
    public void Nobody_cannot_subscribe()
    {
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Subscribe(null!, typeof(Base)));
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Unsubscribe(null!));
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Unsubscribe(null!, typeof(Base)));
    }

    private static bool Says(object message, string what) => message is Debug line && line.Message.ToString() == what;
}
