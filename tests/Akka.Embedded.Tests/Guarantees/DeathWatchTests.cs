using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class DeathWatchTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_news_comes_after_everything_the_dead_one_said()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        Watch(subject);
        for (var i = 0; i < 100; i++)
            subject.Tell(i);
        subject.Tell(PoisonPill.Instance);
        ExpectMsg("PreStart");
        for (var i = 0; i < 100; i++)
            ExpectMsg(i);
        ExpectMsg("PostStop");
        ExpectTerminated(subject);
    }

    [Fact]
    public void Two_watches_are_one()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(subject);
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_first_of_two_wishes_counts()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message), context =>
        {
            context.WatchWith(subject, "gone");
            context.Watch(subject);
        }));
        Sys.Stop(subject);
        ExpectMsg("gone");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Watching_the_dead_is_answered_without_confirmation()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(subject);
        Sys.Stop(subject);
        Assert.True(ExpectTerminated(subject).ExistenceConfirmed);
        Watch(subject);
        Assert.False(ExpectTerminated(subject).ExistenceConfirmed);
    }

    [Fact]
    public void After_unwatch_the_news_never_comes_even_if_it_was_queued()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var dead = CreateTestProbe();
        dead.Watch(subject);
        var queued = CreateTestLatch();
        var watcher = Sys.ActorOf(Act.Props(
            (message, context) =>
            {
                if (message is "wait")
                    queued.Ready();
                else if (message is "unwatch")
                    context.Unwatch(subject);
                else
                    TestActor.Tell(message is Terminated ? "gone" : message);
            },
            context => context.Watch(subject)));
        watcher.Tell("wait");
        watcher.Tell("unwatch");
        Sys.Stop(subject);
        dead.ExpectTerminated(subject);
        queued.CountDown();
        watcher.Tell("end");
        ExpectMsg("end");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_restart_is_no_death()
    {
        IgnoreMessages(message => message is string and not "PostRestart");
        var subject = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        Watch(subject);
        subject.Tell(new InvalidOperationException("expected"));
        ExpectMsg("PostRestart");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Unhandled_news_break_the_pact_and_stop_the_watcher()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var watcher = Sys.ActorOf(Props.Create(() => new Pact(subject)));
        Watch(watcher);
        Sys.Stop(subject);
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_watcher_that_is_the_parent_learns_once()
    {
        var parent = Sys.ActorOf(Act.Props(
            (message, _) => TestActor.Tell(message is Terminated ? "gone" : message),
            context => context.Stop(context.Watch(context.ActorOf(Props.Create(() => new Echo()))))));
        ExpectMsg("gone");
        parent.Tell("end");
        ExpectMsg("end");
    }

    [Fact]
    public void Nobody_can_be_watched_without_harm()
    {
        var watcher = Sys.ActorOf(Act.Props((message, context) => context.Sender.Tell(message), context =>
        {
            context.Watch(ActorRefs.Nobody);
            context.Watch(context.Self);
        }));
        watcher.Tell("alive");
        ExpectMsg("alive");
    }

    private sealed class Pact(IActorRef subject) : UntypedActor
    {
        protected override void PreStart() => Context.Watch(subject);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
