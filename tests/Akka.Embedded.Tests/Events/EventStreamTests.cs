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
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Derived)));
        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Base)));
        Assert.False(Sys.EventStream.Unsubscribe(TestActor, typeof(Base)));
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
    public void Dead_subscribers_are_removed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Sys.EventStream.Subscribe(actor, typeof(Derived));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        AwaitAssert(() => Assert.False(Sys.EventStream.Unsubscribe(actor)));
    }

    [Fact]
    public void Nobody_cannot_subscribe()
    {
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Subscribe(null!, typeof(Base)));
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Unsubscribe(null!));
    }
}
