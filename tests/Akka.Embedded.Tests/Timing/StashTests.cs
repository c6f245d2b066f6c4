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
    public void The_same_delivery_cannot_be_stashed_twice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("twice");
        ExpectMsg<Exception>(failure => failure is IllegalActorStateException);
    }

    [Fact]
    public void Beyond_its_capacity_a_stash_overflows()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()).WithStashCapacity(2));
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("full?");
        ExpectMsg((true, 2, 2));
        actor.Tell("overflow");
        ExpectMsg<Exception>(failure => failure is StashOverflowException);
    }

    [Fact]
    public void Without_a_message_there_is_nothing_to_stash()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hasty()));
        Watch(actor);
        ExpectTerminated(actor);
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
    public void UnstashAll_with_a_predicate_drops_the_rest()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("only 2");
        ExpectMsg("stash 2");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_cleared_stash_hands_out_its_messages_and_takes_them_back_at_the_front()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("clear and prepend");
        ExpectMsg("2 then 0");
        actor.Tell("stash 3");
        actor.Tell("open");
        ExpectMsg("stash 1");
        ExpectMsg("stash 2");
        ExpectMsg("stash 3");
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

    private sealed class Stashing : UntypedActor, IWithStash
    {
        private bool _open;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "open":
                    _open = true;
                    Stash.UnstashAll();
                    break;
                case "one":
                    _open = true;
                    Stash.Unstash();
                    break;
                case "only 2":
                    _open = true;
                    Stash.UnstashAll(envelope => envelope.Message is "stash 2");
                    break;
                case "clear and prepend":
                    var kept = Stash.ClearStash().ToList();
                    Sender.Tell($"{kept.Count} then {Stash.Count}");
                    Stash.Prepend(kept);
                    break;
                case "full?":
                    Sender.Tell((Stash.IsFull, Stash.Count, Stash.Capacity));
                    break;
                case "count":
                    Sender.Tell(Stash.Count);
                    break;
                case "twice":
                    Stash.Stash();
                    Attempt();
                    break;
                case "overflow":
                    Attempt();
                    break;
                case Exception failure:
                    throw failure;
                default:
                    if (_open)
                        Sender.Tell(message);
                    else
                        Stash.Stash();
                    break;
            }
        }

        private void Attempt()
        {
            try
            {
                Stash.Stash();
            }
            catch (AkkaException failure)
            {
                Sender.Tell(failure);
            }
        }
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

    private sealed class Hasty : UntypedActor, IWithStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Stash.Stash();

        protected override void OnReceive(object message) { }
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
}
