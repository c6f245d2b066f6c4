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
    public void Everyone_who_watches_learns_once_and_who_does_not_watch_any_more_does_not()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var watchers = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var watcher in watchers)
            watcher.Watch(subject);
        watchers[1].Unwatch(subject);
        subject.Tell(PoisonPill.Instance);
        watchers[0].ExpectTerminated(subject);
        watchers[2].ExpectTerminated(subject);
        watchers[1].ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        watchers[2].ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_wish_may_be_made_again_after_it_was_taken_back()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message), context =>
        {
            context.WatchWith(subject, "first wish");
            context.Unwatch(subject);
            context.WatchWith(subject, "second wish");
        }));
        Sys.Stop(subject);
        ExpectMsg("second wish");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Watching_answers_the_subject()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        Sys.ActorOf(Act.Props((_, _) => { }, context =>
        {
            TestActor.Tell(context.Watch(subject));
            TestActor.Tell(context.Unwatch(subject));
            TestActor.Tell(context.WatchWith(subject, "gone"));
        }));
        for (var i = 0; i < 3; i++)
            ExpectMsg(subject);
    }

    [Fact]
    public void News_told_in_place_of_Terminated_come_from_the_dead_one_and_break_no_pact()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var watcher = Sys.ActorOf(Act.Props(
            (message, context) => TestActor.Tell((message, context.Sender)), context => context.WatchWith(subject, "gone")));
        Sys.Stop(subject);
        ExpectMsg<(object, IActorRef)>(told => Assert.Equal(("gone", subject), told));
        watcher.Tell("alive");
        ExpectMsg<(object, IActorRef)>(told => Assert.Equal("alive", told.Item1));
    }

    [Fact]
    public void A_child_of_the_same_name_can_be_watched_after_the_old_one_has_died()
    {
        var parent = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is Terminated)
                TestActor.Tell("gone");
            else
                context.Stop(context.Watch(context.ActorOf(Props.Create(() => new Echo()), "child")));
        }));
        for (var i = 0; i < 3; i++)
        {
            parent.Tell("child");
            ExpectMsg("gone");
        }
    }

    [Fact]
    public void A_watcher_that_stops_is_told_nothing_any_more()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.AllDeadLetters));
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var watcher = Sys.ActorOf(Act.Props((_, _) => { }, context => context.Watch(subject)));
        Watch(watcher);
        Sys.Stop(watcher);
        ExpectTerminated(watcher);
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Deaths_and_watches_that_meet_are_told_once_each()
    {
        for (var i = 0; i < 100; i++)
        {
            var subject = Sys.ActorOf(Props.Create(() => new Echo()));
            Sys.Stop(subject);
            Watch(subject);
            ExpectTerminated(subject);
        }

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

#if AKKA_EMBEDDED
    [Fact]
    public async Task The_reference_of_a_question_dies_with_the_answer()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is Terminated terminated)
                TestActor.Tell((terminated.ActorRef, terminated.ExistenceConfirmed));
            else
                TestActor.Tell(context.Watch(context.Sender));
        }));
        var answer = actor.Ask<string>("question", TimeSpan.FromMinutes(1));
        var asker = ExpectMsg<IActorRef>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        asker.Tell("answer");
        Assert.Equal("answer", await answer);
        ExpectMsg((asker, true));
        Watch(asker);
        Assert.False(ExpectTerminated(asker).ExistenceConfirmed);
    }
#endif

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
