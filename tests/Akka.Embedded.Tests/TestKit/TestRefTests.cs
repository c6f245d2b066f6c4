using Akka.Actor;
using Akka.TestKit;

namespace Akka.Embedded.Tests.TestKit;

/// <summary>References to actors that run on the calling thread.</summary>
public sealed class TestRefTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void What_is_told_has_been_handled_when_tell_returns()
    {
        var counter = ActorOfAsTestActorRef<Counter>();

        counter.Tell("a");
        counter.Tell("b");

        Assert.Equal(2, counter.UnderlyingActor.Count);
        Assert.Equal(Environment.CurrentManagedThreadId, counter.UnderlyingActor.LastThread);
    }

    [Fact]
    public void An_exception_of_a_direct_receive_comes_to_the_test()
    {
        var counter = ActorOfAsTestActorRef<Counter>();

        Assert.Throws<InvalidOperationException>(() => counter.Receive("fail"));
        counter.Receive("a", TestActor);

        Assert.Equal(1, counter.UnderlyingActor.Count);
    }

    [Fact]
    public void An_exception_of_a_told_message_goes_to_the_supervisor()
    {
        var counter = ActorOfAsTestActorRef<Counter>();
        var before = counter.UnderlyingActor;

        counter.Tell("fail");

        AwaitAssert(() => Assert.NotSame(before, counter.UnderlyingActor));
    }

    [Fact]
    public void It_stands_where_a_reference_stands()
    {
        var counter = ActorOfAsTestActorRef<Counter>("counter");

        Assert.Equal("/user/counter", counter.Path.ToStringWithoutAddress());
        Assert.True(counter.Equals(counter.Ref));
        Watch(counter);
        counter.Tell(PoisonPill.Instance);
        ExpectTerminated(counter);
    }

    [Fact]
    public void Without_a_name_it_is_called_by_two_dollar_signs_and_letters() =>
        Assert.StartsWith("$$", ActorOfAsTestActorRef<Counter>().Path.Name, StringComparison.Ordinal);

    [Fact]
    public void An_answer_is_there_when_the_question_has_been_asked()
    {
        var answer = ActorOfAsTestActorRef<Support.Echo>(Props.Create<Support.Echo>()).Ask("a");

        Assert.True(answer.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_restart_by_a_supervisor_on_the_calling_thread_has_happened_when_tell_returns()
    {
        var supervisor = ActorOfAsTestActorRef<Support.Supervisor>(Support.Supervisor.Props(_ => Directive.Restart));
        var counter = ActorOfAsTestActorRef<Counter>(supervisor, "child");
        var before = counter.UnderlyingActor;

        counter.Tell(Kill.Instance);

        Assert.NotSame(before, counter.UnderlyingActor);
    }

    [Fact]
    public void A_dispatcher_that_was_chosen_stays()
    {
        var counter = ActorOfAsTestActorRef<Counter>(Props.Create<Counter>().WithDispatcher("akka.actor.internal-dispatcher"));

        Assert.Equal(0, counter.UnderlyingActor.Count);
        counter.Tell("a");

        AwaitAssert(() => Assert.NotEqual(Environment.CurrentManagedThreadId, counter.UnderlyingActor.LastThread));
    }

    [Fact]
    public void Any_actor_runs_on_the_calling_thread_if_its_dispatcher_says_so()
    {
        var thread = 0;
        var actor = Sys.ActorOf(Support.Act.Props((_, _) => thread = Environment.CurrentManagedThreadId).WithDispatcher(CallingThreadDispatcher.Id));

        actor.Tell("a");

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void It_may_be_the_child_of_another_actor()
    {
        var parent = Sys.ActorOf(Props.Create<Counter>(), "parent");
        var child = ActorOfAsTestActorRef<Counter>(parent, "child");

        Assert.Equal("/user/parent/child", child.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void The_state_of_a_state_machine_is_looked_at_and_set()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();

        Assert.Equal("closed", door.StateName);
        door.Tell("open");
        Assert.Equal(("open", 1), (door.StateName, door.StateData));
        door.SetState("closed", 7);
        Assert.Equal(("closed", 7), (door.StateName, door.StateData));
    }

    [Fact]
    public void The_timers_of_a_state_machine_are_looked_at_and_set()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>();

        door.SetTimer("bell", "ring", TimeSpan.FromMinutes(1));
        Assert.True(door.IsTimerActive("bell"));
        door.CancelTimer("bell");
        Assert.False(door.IsTimerActive("bell"));
        Assert.False(door.IsStateTimerActive());
        door.SetStateTimeout(TimeSpan.FromMinutes(1));
        Assert.True(door.IsStateTimerActive());
    }

    private sealed class Counter : UntypedActor
    {
        public int Count { get; private set; }

        public int LastThread { get; private set; }

        protected override void OnReceive(object message)
        {
            if (message is "fail")
                throw new InvalidOperationException("as told");
            Count++;
            LastThread = Environment.CurrentManagedThreadId;
        }
    }

    private sealed class Door : FSM<string, int>
    {
        public Door()
        {
            StartWith("closed", 0);
            When("closed", e => e.FsmEvent is "open" ? GoTo("open").Using(e.StateData + 1) : null);
            When("open", e => e.FsmEvent is "close" ? GoTo("closed") : null);
            Initialize();
        }
    }
}
