using Akka.Actor;

namespace Akka.Embedded.Tests.Timing;

public sealed class StashContentTests : Akka.TestKit.Xunit2.TestKit
{
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
    public void What_is_cleared_before_a_restart_does_not_come_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Forgetful()));
        actor.Tell("stash");
        actor.Tell(new InvalidOperationException("expected"));
        actor.Tell("count");
        ExpectMsg(0);
    }

    [Fact]
    public void An_empty_stash_has_nothing_to_give()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("one");
        actor.Tell("open");
        actor.Tell("clear and prepend");
        ExpectMsg("0 then 0");
        actor.Tell("only 2");
        actor.Tell("measure");
        ExpectMsg((0, true, false));
    }

    [Fact]
    public void A_stash_knows_what_it_holds()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("measure");
        ExpectMsg((1, false, true));
    }

    [Fact]
    public void What_is_put_back_is_put_back_once()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("stash 1");
        actor.Tell("clear and prepend twice");
        actor.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void Without_a_bound_the_capacity_is_minus_one_whatever_the_props_say()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sized()).WithStashCapacity(10));
        actor.Tell("size?");
        ExpectMsg(-1);
        var bounded = Sys.ActorOf(Props.Create(() => new BoundedlySized()).WithStashCapacity(10));
        bounded.Tell("size?");
        ExpectMsg(10);
    }

    private sealed class Forgetful : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void PreRestart(Exception reason, object message)
        {
            Stash.ClearStash();
            base.PreRestart(reason, message);
        }

        protected override void OnReceive(object message)
        {
            if (message is Exception failure)
                throw failure;
            if (message is "count")
                Sender.Tell(Stash.Count);
            else
                Stash.Stash();
        }
    }

    private sealed class Sized : UntypedActorWithUnboundedStash
    {
        protected override void OnReceive(object message) => Sender.Tell(Stash.Capacity);
    }

    private sealed class BoundedlySized : UntypedActorWithStash
    {
        protected override void OnReceive(object message) => Sender.Tell(Stash.Capacity);
    }

    private sealed class Hasty : UntypedActor, IWithStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Stash.Stash();

        protected override void OnReceive(object message) { }
    }
}
