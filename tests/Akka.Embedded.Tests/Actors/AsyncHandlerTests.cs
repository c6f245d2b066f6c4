using Akka.Actor;

namespace Akka.Embedded.Tests.Actors;

public sealed class AsyncHandlerTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_wait_until_the_task_ends()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Async(gate.Task)));
        actor.Tell("await");
        actor.Tell("next");
        ExpectMsg("before");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();
        ExpectMsg("after");
        ExpectMsg("next");
    }

    [Fact]
    public void Sender_self_and_context_stay_valid_across_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Async(Task.CompletedTask)));
        actor.Tell("yield");
        ExpectMsg<(IActorRef Self, IActorRef ContextSelf)>(told => told.Self.Equals(actor) && told.ContextSelf.Equals(actor));
    }

    [Fact]
    public void A_late_exception_goes_to_the_supervisor_with_the_message()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Async(gate.Task, TestActor)));
        actor.Tell("fail");
        gate.SetResult();
        ExpectMsg<(string, object)>(told => Assert.Equal(("late", (object)"fail"), told));
        actor.Tell("next");
        ExpectMsg("next");
    }

    [Fact]
    public void An_actor_stopped_during_an_await_ends_at_once_and_its_handler_never_resumes()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Async(gate.Task, TestActor)));
        Watch(actor);
        actor.Tell("await");
        ExpectMsg("before");
        Sys.Stop(actor);
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
        gate.SetResult();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void RunTask_holds_back_the_messages_of_an_untyped_actor()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Running(gate.Task)));
        actor.Tell("run");
        actor.Tell("next");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();
        ExpectMsg("ran");
        ExpectMsg("next");
    }

    [Fact]
    public void A_continuation_started_by_a_handler_runs_on_the_actors_turn_with_the_last_sender()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Continuing(gate.Task)));
        actor.Tell("go");
        gate.SetResult();
        ExpectMsg<IActorRef>(self => Assert.Equal(actor, self));
    }

    [Fact]
    public void A_handler_that_awaits_nothing_is_like_any_other()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Async(Task.CompletedTask)));
        for (var i = 0; i < 100; i++)
            actor.Tell(i);
        for (var i = 0; i < 100; i++)
            ExpectMsg(i);
    }

    private sealed class Async : ReceiveActor
    {
        private readonly IActorRef? _observer;

        public Async(Task gate, IActorRef? observer = null)
        {
            _observer = observer;
            ReceiveAsync<string>(text => text == "await", async _ =>
            {
                Sender.Tell("before");
                await gate;
                Sender.Tell("after");
            });
            ReceiveAsync<string>(text => text == "fail", async _ =>
            {
                await gate;
                throw new InvalidOperationException("late");
            });
            ReceiveAsync<string>(text => text == "yield", async _ =>
            {
                var (self, sender) = (Self, Sender);
                await Task.Yield();
                Assert.Equal(self, Self);
                Assert.Equal(sender, Sender);
                Sender.Tell((Self, Context.Self));
            });
            ReceiveAnyAsync(async message =>
            {
                await Task.CompletedTask;
                Sender.Tell(message);
            });
        }

        protected override void PreRestart(Exception reason, object message) => _observer?.Tell((reason.Message, message));

        protected override void PostStop() => _observer?.Tell("PostStop");
    }

    private sealed class Continuing(Task gate) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            RunTask(() =>
            {
                gate.ContinueWith(_ => Sender.Tell(Self), TaskScheduler.Current);
            });
    }

    private sealed class Running(Task gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is not "run")
            {
                Sender.Tell(message);
                return;
            }

            RunTask(async () =>
            {
                await gate;
                Sender.Tell("ran");
            });
        }
    }
}
