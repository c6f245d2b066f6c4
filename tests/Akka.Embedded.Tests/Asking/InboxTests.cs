using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Asking;

public sealed class InboxTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly Inbox _inbox;

    public InboxTests() => _inbox = Inbox.Create(Sys);

    [Fact]
    public void It_sends_and_receives()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        _inbox.Send(echo, "hello");
        Assert.Equal("hello", _inbox.Receive());
    }

    [Fact]
    public void Messages_wait_in_order()
    {
        _inbox.Receiver.Tell(1);
        _inbox.Receiver.Tell(2);
        Assert.Equal(1, _inbox.Receive());
        Assert.Equal(2, _inbox.Receive(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Too_late_is_a_timeout() =>
        Assert.Throws<TimeoutException>(() => _inbox.Receive(TimeSpan.FromMilliseconds(20)));

    [Fact]
    public void A_predicate_leaves_the_others()
    {
        _inbox.Receiver.Tell("a");
        _inbox.Receiver.Tell("b");
        Assert.Equal("b", _inbox.ReceiveWhere(message => message is "b"));
        Assert.Equal("a", _inbox.Receive());
    }

    [Fact]
    public async Task It_can_be_awaited()
    {
        var message = _inbox.ReceiveAsync();
        _inbox.Receiver.Tell("late");
        Assert.Equal("late", await message);
    }

    [Fact]
    public void It_watches()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        _inbox.Watch(actor);
        Sys.Stop(actor);
        Assert.Equal(actor, Assert.IsType<Terminated>(_inbox.Receive()).ActorRef);
    }

    [Fact]
    public void It_keeps_so_many_messages_and_warns_once_of_the_rest()
    {
        var system = ActorSystem.Create("small", "akka.actor.inbox.inbox-size = 2\nakka.loglevel = WARNING\nakka.stdout-loglevel = OFF\nakka.loggers = []");
        var inbox = Inbox.Create(system);
        system.EventStream.Subscribe(TestActor, typeof(Akka.Event.Warning));
        for (var i = 1; i <= 4; i++)
            inbox.Receiver.Tell(i);
        Assert.Equal(1, inbox.Receive());
        Assert.Equal(2, inbox.Receive());
        ExpectMsg<Akka.Event.Warning>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        system.Dispose();
    }

    [Fact]
    public void It_can_be_disposed()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        _inbox.Dispose();
        AwaitAssert(() =>
        {
            _inbox.Receiver.Tell("late");
            ExpectMsg<Akka.Event.DeadLetter>(TimeSpan.FromMilliseconds(200));
        });
    }

    [Fact]
    public void Who_is_told_sees_the_inbox_as_sender()
    {
        _inbox.Send(TestActor, "hello");
        ExpectMsg("hello");
        Assert.Equal(_inbox.Receiver, LastSender);
    }

    [Fact]
    public void It_is_an_actor_of_the_system()
    {
        Assert.Matches("^/system/inbox-[0-9]+$", _inbox.Receiver.Path.ToStringWithoutAddress());
        Watch(_inbox.Receiver);
        _inbox.Dispose();
        ExpectTerminated(_inbox.Receiver);
    }

    [Fact]
    public void Each_waits_for_what_he_wants()
    {
        var any = _inbox.ReceiveAsync();
        var b = Task.Run(() => _inbox.ReceiveWhere(message => message is "b", TimeSpan.FromSeconds(30)));
        _inbox.Receiver.Tell("a");
        _inbox.Receiver.Tell("b");
        Assert.Equal("a", any.Result);
        Assert.Equal("b", b.Result);
    }

    [Fact]
    public void Who_waits_for_something_else_gets_nothing_in_time()
    {
        _inbox.Receiver.Tell("a");
        Assert.Throws<TimeoutException>(() => _inbox.ReceiveWhere(message => message is "b", TimeSpan.FromMilliseconds(20)));
        Assert.Equal("a", _inbox.Receive());
    }

    [Fact]
    public async Task Who_awaits_too_long_gets_the_timeout_as_a_value()
    {
        foreach (var timeout in new[] { TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(-1) })
            Assert.IsType<TimeoutException>(Assert.IsType<Status.Failure>(await _inbox.ReceiveAsync(timeout)).Cause);
        _inbox.Receiver.Tell("later");
        Assert.Equal("later", await _inbox.ReceiveAsync());
    }

    [Fact]
    public void The_default_timeout_is_a_setting()
    {
        using var system = ActorSystem.Create("impatient", "akka.actor.inbox.default-timeout = 20ms");
        var inbox = Inbox.Create(system);
        Assert.Throws<TimeoutException>(() => inbox.Receive());
        Assert.Throws<TimeoutException>(() => inbox.ReceiveWhere(_ => true));
    }

    [Fact]
    public void It_tells_a_death_in_words_of_the_caller_or_not_at_all()
    {
        var (first, second) = (Sys.ActorOf(Props.Create(() => new Echo())), Sys.ActorOf(Props.Create(() => new Echo())));
        Assert.Equal(first, _inbox.WatchWith(first, "first is gone"));
        Assert.Equal(second, _inbox.Watch(second));
        Assert.Equal(second, _inbox.Unwatch(second));
        Sys.Stop(second);
        Sys.Stop(first);
        Assert.Equal("first is gone", _inbox.Receive());
        Assert.Throws<TimeoutException>(() => _inbox.Receive(TimeSpan.FromMilliseconds(50)));
    }
}
