using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Actors;

public sealed class ReceiveTimeoutTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void It_comes_after_the_silence_and_again_after_the_next()
    {
        Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message), context => context.SetReceiveTimeout(Short)));
        ExpectMsg<ReceiveTimeout>();
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Null_turns_it_off()
    {
        Sys.ActorOf(Act.Props(
            (message, context) =>
            {
                TestActor.Tell(message);
                context.SetReceiveTimeout(null);
            },
            context => context.SetReceiveTimeout(Short)));
        ExpectMsg<ReceiveTimeout>();
        ExpectNoMsg(Short * 3);
    }

    [Fact]
    public void A_marked_message_does_not_reset_it()
    {
        var actor = Sys.ActorOf(Act.Props(
            (message, _) =>
            {
                if (message is ReceiveTimeout)
                    TestActor.Tell(message);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromMilliseconds(100))));
        using var ticks = new Timer(_ => actor.Tell(new Unnoticed(), ActorRefs.NoSender), null, 0, 10);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_marked_message_of_a_timer_does_not_reset_it_either()
    {
        Sys.ActorOf(Props.Create(() => new Ticking(TestActor)));
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Ordinary_messages_reset_it()
    {
        var actor = Sys.ActorOf(Act.Props(
            (message, _) =>
            {
                if (message is ReceiveTimeout)
                    TestActor.Tell(message);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromSeconds(2))));
        using (new Timer(_ => actor.Tell("noise", ActorRefs.NoSender), null, 0, 10))
            ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_marked_message_may_turn_it_on_and_off()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is Unnoticed unnoticed)
                context.SetReceiveTimeout(unnoticed.Timeout);
            else
                TestActor.Tell(message);
        }));
        actor.Tell(new Unnoticed(Short));
        ExpectMsg<ReceiveTimeout>();
        actor.Tell(new Unnoticed(null));
        actor.Tell("off");
        FishForMessage(message => message is "off");
        ExpectNoMsg(Short * 3);
    }

    [Fact]
    public void It_is_asked_for_anew_with_every_message()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            context.SetReceiveTimeout(message as TimeSpan?);
            if (message is ReceiveTimeout)
                TestActor.Tell(message);
        }));
        for (var i = 0; i < 1000; i++)
            actor.Tell(TimeSpan.FromSeconds(1 + (i % 5)), ActorRefs.NoSender);
        actor.Tell(Short, ActorRefs.NoSender);
        ExpectMsg<ReceiveTimeout>(TimeSpan.FromMilliseconds(900));
        ExpectNoMsg(Short * 2);
    }

    [Fact]
    public void A_longer_one_takes_the_place_of_a_shorter_one()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is TimeSpan timeout)
                context.SetReceiveTimeout(timeout);
            else
                TestActor.Tell(message);
        }));
        actor.Tell(Short);
        actor.Tell(TimeSpan.FromMinutes(1));
        actor.Tell("now");
        ExpectMsg("now");
        ExpectNoMsg(Short * 3);
    }

    [Fact]
    public void It_comes_after_every_silence_wherever_the_messages_fall()
    {
        var actor = Sys.ActorOf(Act.Props(
            (message, _) =>
            {
                if (message is ReceiveTimeout)
                    TestActor.Tell(message);
            },
            context => context.SetReceiveTimeout(TimeSpan.FromMilliseconds(2))));
        for (var i = 0; i < 200; i++)
        {
            Thread.SpinWait(i * 500);
            actor.Tell("noise", ActorRefs.NoSender);
            ExpectMsg<ReceiveTimeout>();
        }
    }

    [Fact]
    public void It_is_known_to_the_context()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            context.SetReceiveTimeout(message as TimeSpan?);
            context.Sender.Tell(context.ReceiveTimeout ?? TimeSpan.Zero);
        }));
        actor.Tell(TimeSpan.FromHours(1));
        ExpectMsg(TimeSpan.FromHours(1));
        actor.Tell("off");
        ExpectMsg(TimeSpan.Zero);
    }

    [Fact]
    public void It_comes_from_the_actor_itself()
    {
        var actor = Sys.ActorOf(Act.Props((_, context) => TestActor.Tell(context.Sender), context => context.SetReceiveTimeout(Short)));
        ExpectMsg(actor);
    }

    [Fact]
    public void It_may_be_asked_for_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));
        actor.Tell("await");
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void It_outlives_the_failure_of_an_asynchronous_handler()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor)));
        actor.Tell("fail");
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Nothing_comes_of_it_once_the_actor_has_stopped()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        var actor = Sys.ActorOf(Act.Props((_, _) => { }, context => context.SetReceiveTimeout(Short)));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        ExpectNoMsg(Short * 3);
    }

    private sealed record Unnoticed(TimeSpan? Timeout = null) : INotInfluenceReceiveTimeout;

    private sealed class Ticking(IActorRef observer) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            SetReceiveTimeout(TimeSpan.FromMilliseconds(300));
            Timers.StartPeriodicTimer("key", new Unnoticed(), TimeSpan.FromMilliseconds(20));
        }

        protected override void OnReceive(object message)
        {
            if (message is ReceiveTimeout)
                observer.Tell(message);
        }
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(IActorRef observer)
        {
            Receive<ReceiveTimeout>(timeout => observer.Tell(timeout));
            ReceiveAsync<string>(async what =>
            {
                await Task.Yield();
                SetReceiveTimeout(Short);
                await Task.Yield();
                if (what == "fail")
                    throw new InvalidOperationException("expected");
            });
        }
    }
}
