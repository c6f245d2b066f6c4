using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class StopTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Children_stop_first_then_the_actor_then_the_watchers_learn()
    {
        IgnoreMessages(message => message is IActorRef);
        var parent = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "parent ")));
        ExpectMsg("parent PreStart");
        parent.Tell(new Spawn(Props.Create(() => new Reporter(TestActor, "child "))));
        ExpectMsg("child PreStart");
        Watch(parent);
        Sys.Stop(parent);
        ExpectMsg("child PostStop");
        ExpectMsg("parent PostStop");
        ExpectTerminated(parent);
    }

    [Fact]
    public void The_deepest_stop_first()
    {
        var top = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "1 ")));
        ExpectMsg("1 PreStart");
        top.Tell(Props.Create(() => new Reporter(TestActor, "2 ")));
        var received = ReceiveN(2);
        var middle = received.OfType<IActorRef>().Single();
        middle.Tell(Props.Create(() => new Reporter(TestActor, "3 ")));
        ReceiveN(2);
        Sys.Stop(top);
        ExpectMsg("3 PostStop");
        ExpectMsg("2 PostStop");
        ExpectMsg("1 PostStop");
    }

    [Fact]
    public void What_comes_while_stopping_goes_to_dead_letters()
    {
        var gate = CreateTestLatch();
        var parent = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is Props props)
                context.Sender.Tell(context.ActorOf(props));
            else
                context.Stop(context.Self);
        }));
        parent.Tell(Props.Create(() => new SlowToStop(gate)));
        var child = ExpectMsg<IActorRef>();
        Watch(child);
        Watch(parent);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        parent.Tell("stop");
        parent.Tell("meanwhile");
        gate.CountDown();
        ExpectMsgAllOfMatchingPredicates(
            Akka.TestKit.PredicateInfo.Create<Terminated>(terminated => terminated.ActorRef.Equals(child)),
            Akka.TestKit.PredicateInfo.Create<Terminated>(terminated => terminated.ActorRef.Equals(parent)),
            Akka.TestKit.PredicateInfo.Create<DeadLetter>(letter => letter.Message is "meanwhile"));
    }

    [Fact]
    public void An_exception_in_PostStop_does_not_hinder_the_stop()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadEnd()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_name_is_taken_until_the_parent_has_processed_the_death()
    {
        var parent = Sys.ActorOf(Props.Create(() => new NameReuser(TestActor)));
        parent.Tell("reuse at once");
        ExpectMsg("taken");
        ExpectMsg("free");
    }

    [Fact]
    public void A_kill_stops_by_way_of_the_supervisor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        actor.Tell(Kill.Instance);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_disposable_instance_is_disposed_at_its_end_and_at_a_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Disposable(TestActor)));
        actor.Tell(new InvalidOperationException("expected"));
        ExpectMsg("disposed");
        Sys.Stop(actor);
        ExpectMsg("disposed");
    }

    [Fact]
    public void An_actor_may_stop_itself()
    {
        var actor = Sys.ActorOf(Act.Props((_, context) => context.Stop(context.Self)));
        Watch(actor);
        actor.Tell("go");
        ExpectTerminated(actor);
    }

    private sealed class Disposable(IActorRef observer) : UntypedActor, IDisposable
    {
        public void Dispose() => observer.Tell("disposed");

        protected override void OnReceive(object message) => throw (Exception)message;
    }

    private sealed class SlowToStop(Akka.TestKit.TestLatch gate) : UntypedActor
    {
        protected override void PostStop() => gate.Ready();

        protected override void OnReceive(object message) { }
    }

    private sealed class BadEnd : UntypedActor
    {
        protected override void PostStop() => throw new InvalidOperationException("at the end");

        protected override void OnReceive(object message) { }
    }

    private sealed class NameReuser(IActorRef observer) : UntypedActor
    {
        protected override void PreStart() => Context.Watch(Context.ActorOf(Props.Create(() => new Echo()), "name"));

        protected override void OnReceive(object message)
        {
            if (message is Terminated)
            {
                Context.ActorOf(Props.Create(() => new Echo()), "name");
                observer.Tell("free");
                return;
            }

            Context.Stop(Context.Child("name"));
            try
            {
                Context.ActorOf(Props.Create(() => new Echo()), "name");
            }
            catch (InvalidActorNameException)
            {
                observer.Tell("taken");
            }
        }
    }
}
