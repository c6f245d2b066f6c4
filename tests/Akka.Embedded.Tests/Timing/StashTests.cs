using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Timing;

public sealed class StashTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Unstashed_messages_come_first_and_in_their_old_order_with_their_senders()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        var other = CreateTestProbe();
        actor.Tell("stash 1");
        actor.Tell("stash 2", other);
        actor.Tell("open");
        actor.Tell("later");
        ExpectMsg("stash 1");
        other.ExpectMsg("stash 2");
        ExpectMsg("later");
    }

    [Fact]
    public void Unstashed_messages_overtake_what_is_queued()
    {
        var gate = CreateTestLatch();
        var actor = Sys.ActorOf(Props.Create(() => new Gated(gate)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("open");
        actor.Tell("c");
        gate.CountDown();
        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
    }

    [Fact]
    public void Unstash_gives_the_oldest_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("one");
        ExpectMsg("stash 1");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void An_unbounded_stash_heeds_no_capacity()
    {
        var gate = CreateTestLatch();
        var actor = Sys.ActorOf(Props.Create(() => new Gated(gate)).WithStashCapacity(1));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("open");
        gate.CountDown();
        ExpectMsg("a");
        ExpectMsg("b");
    }

    [Fact]
    public void A_stash_is_there_after_the_constructor_not_before()
    {
        Sys.ActorOf(Props.Create(() => new Early(TestActor)));
        ExpectMsg((true, false));
    }

    [Fact]
    public void A_restart_unstashes_all_for_the_new_instance()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell(new InvalidOperationException("expected"));
        actor.Tell("count");
        ExpectMsg(2);
    }

    [Fact]
    public void An_unstashed_message_can_be_stashed_again()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("again and again");
        actor.Tell("count");
        ExpectMsg(1);
        actor.Tell("open");
        ExpectMsg("stash 1");
    }

    [Fact]
    public void A_message_can_be_stashed_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting()));
        actor.Tell("later");
        actor.Tell("open");
        ExpectMsg("opened");
        ExpectMsg("later");
    }

    [Fact]
    public void A_poison_pill_waits_behind_what_is_unstashed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        Watch(actor);
        actor.Tell("stash 1");
        actor.Tell("open");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("stash 1");
        ExpectTerminated(actor);
    }

    [Fact]
    public void The_news_of_a_death_can_be_stashed_too()
    {
        Sys.ActorOf(Props.Create(() => new Mourning(TestActor)));
        ExpectMsg("stashed");
        ExpectMsg("unstashed");
    }

    [Fact]
    public void A_stop_sends_the_stashed_to_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg<DeadLetter>(letter => letter.Message is "stash 1" && letter.Sender.Equals(TestActor));
    }

    private sealed class Mourning(IActorRef observer) : UntypedActor, IWithUnboundedStash
    {
        private bool _stashed;

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Context.Stop(Context.Watch(Context.ActorOf(Props.Create(() => new Support.Echo()))));

        protected override void OnReceive(object message)
        {
            observer.Tell(_stashed ? "unstashed" : "stashed");
            if (_stashed)
                return;
            _stashed = true;
            Stash.Stash();
            Stash.UnstashAll();
        }
    }

    private sealed class Gated(Akka.TestKit.TestLatch gate) : UntypedActor, IWithUnboundedStash
    {
        private bool _open;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "open")
            {
                gate.Ready();
                _open = true;
                Stash.UnstashAll();
            }
            else if (_open)
            {
                Sender.Tell(message);
            }
            else
            {
                Stash.Stash();
            }
        }
    }

    private sealed class Early : UntypedActor, IWithUnboundedStash
    {
        private readonly IActorRef _observer;
        private readonly bool _missing;

        public Early(IActorRef observer)
        {
            _observer = observer;
            _missing = Stash is null;
        }

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => _observer.Tell((_missing, Stash is null));

        protected override void OnReceive(object message) { }
    }

    private sealed class Awaiting : ReceiveActor, IWithUnboundedStash
    {
        private bool _open;

        public Awaiting() => ReceiveAsync<string>(async message =>
        {
            await Task.Yield();
            if (message is "open")
            {
                _open = true;
                Sender.Tell("opened");
                Stash.UnstashAll();
            }
            else if (_open)
            {
                Sender.Tell(message);
            }
            else
            {
                Stash.Stash();
            }
        });

        public IStash Stash { get; set; } = null!;
    }
}
