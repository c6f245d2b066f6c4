using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class InitializationTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_failing_constructor_stops_the_actor_and_not_its_creator()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadConstructor()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void The_cause_in_a_constructor_lies_two_levels_deep()
    {
        var seen = new TaskCompletionSource<Exception>();
        var parent = Sys.ActorOf(Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Stop;
        }));
        parent.Tell(Props.Create(() => new BadConstructor()));
        var failure = Assert.IsType<ActorInitializationException>(seen.Task.Result);
        Assert.IsType<TypeLoadException>(failure.InnerException);
        Assert.IsType<System.Reflection.TargetInvocationException>(failure.InnerException.InnerException);
        Assert.Equal("in the constructor", failure.GetBaseException().Message);
    }

    [Fact]
    public void The_cause_in_PreStart_is_the_inner_exception()
    {
        var seen = new TaskCompletionSource<Exception>();
        var parent = Sys.ActorOf(Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Stop;
        }));
        parent.Tell(Props.Create(() => new BadStart()));
        var failure = Assert.IsType<ActorInitializationException>(seen.Task.Result);
        Assert.Equal("in the start", failure.InnerException!.Message);
    }

    [Fact]
    public void A_constructor_that_recovers_is_tried_again_on_restart()
    {
        var attempts = 0;
        var parent = Sys.ActorOf(Supervisor.Props(_ => Directive.Restart));
        Func<int> attempt = () => ++attempts;
        parent.Tell(Props.Create(() => new Flaky(attempt)));
        ExpectMsg<IActorRef>().Tell("alive");
        ExpectMsg("alive");
        Assert.Equal(3, attempts);
    }

    [Theory]
    [InlineData(Directive.Restart)]
    [InlineData(Directive.Resume)]
    public void Whatever_is_decided_an_actor_that_never_came_up_is_made_anew_without_its_first_children(Directive directive)
    {
        IgnoreMessages(message => message is IActorRef);
        var attempts = 0;
        Func<int> attempt = () => ++attempts;
        var parent = Sys.ActorOf(Supervisor.Props(_ => directive));
        parent.Tell(Props.Create(() => new FlakyParent(TestActor, attempt)));
        ExpectMsg("child PreStart");
        ExpectMsg("child PostStop");
        ExpectMsg("PreStart at attempt 2");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Messages_wait_until_the_actor_has_come_up()
    {
        var attempts = 0;
        var parent = Sys.ActorOf(Supervisor.Props(_ => Directive.Restart));
        Func<int> attempt = () => ++attempts;
        parent.Tell(Props.Create(() => new Flaky(attempt)));
        var actor = ExpectMsg<IActorRef>();
        for (var i = 0; i < 10; i++)
            actor.Tell(i);
        for (var i = 0; i < 10; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void The_failure_names_the_actor()
    {
        var seen = new TaskCompletionSource<Exception>();
        var parent = Sys.ActorOf(Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Stop;
        }));
        parent.Tell(Props.Create(() => new BadStart()));
        var actor = ExpectMsg<IActorRef>();
        Assert.Equal(actor, Assert.IsType<ActorInitializationException>(seen.Task.Result).Actor);
    }

    [Fact]
    public void Escalated_the_failure_comes_with_the_child_as_sender()
    {
        var middle = Sys.ActorOf(Props.Create(() => new EscalatingObserver(TestActor)));
        middle.Tell(Props.Create(() => new Reporter(Nobody.Instance, "")));
        var child = ExpectMsg<IActorRef>();
        child.Tell(new InvalidOperationException("expected"));
        ExpectMsg(child);
    }

    [Fact]
    public void New_works_inside_ActorOf_only()
    {
        Assert.Throws<ActorInitializationException>(() => new Echo());
    }

    [Fact]
    public void An_unhandled_message_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Deaf()));
        actor.Tell("what");
        ExpectMsg<Akka.Event.UnhandledMessage>(unhandled => unhandled.Message is "what" && unhandled.Recipient.Equals(actor));
    }

    [Fact]
    public void An_escalated_failure_restarts_the_supervisor_and_recreates_the_subtree()
    {
        IgnoreMessages(message => message is IActorRef);
        var top = Sys.ActorOf(Supervisor.Props(_ => Directive.Restart));
        top.Tell(Props.Create(() => new Escalating(TestActor)));
        ExpectMsg("child PreStart");
        Sys.ActorSelection(top.Path / "*" / "child").Tell(new InvalidOperationException("expected"));
        ExpectMsg("child PostStop");
        ExpectMsg("child PreStart");
    }

    private sealed class BadConstructor : UntypedActor
    {
        public BadConstructor() => throw new InvalidOperationException("in the constructor");

        protected override void OnReceive(object message) { }
    }

    private sealed class BadStart : UntypedActor
    {
        protected override void PreStart() => throw new InvalidOperationException("in the start");

        protected override void OnReceive(object message) { }
    }

    private sealed class Flaky : UntypedActor
    {
        public Flaky(Func<int> attempt)
        {
            if (attempt() < 3)
                throw new InvalidOperationException("not yet");
        }

        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class FlakyParent : UntypedActor
    {
        private readonly IActorRef _observer;
        private readonly int _attempt;

        public FlakyParent(IActorRef observer, Func<int> attempt)
        {
            _observer = observer;
            _attempt = attempt();
            if (_attempt > 1)
                return;
            Context.ActorOf(Props.Create(() => new Reporter(observer, "child ")), "child");
            throw new InvalidOperationException("not yet");
        }

        protected override void PreStart() => _observer.Tell($"PreStart at attempt {_attempt}");

        protected override void OnReceive(object message) { }
    }

    private sealed class EscalatingObserver(IActorRef observer) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

        protected override void PreRestart(Exception reason, object message) => observer.Tell(Sender);

        protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf((Props)message));
    }

    private sealed class Deaf : ReceiveActor;

    private sealed class Escalating(IActorRef observer) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Reporter(observer, "child ")), "child");

        protected override void OnReceive(object message) { }
    }
}
