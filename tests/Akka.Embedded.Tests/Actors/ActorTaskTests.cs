using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Actors;

public sealed class ActorTaskTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_failing_continuation_goes_to_the_supervisor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Tasks(TestActor)));
        actor.Tell("failing continuation");
        ExpectMsg(("restarted", "failing continuation"));
    }

    [Fact]
    public void A_failure_before_the_first_await_goes_to_the_supervisor_with_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Tasks(TestActor)));
        actor.Tell("failure at once");
        ExpectMsg(("restarted", "failure at once"));
    }

    [Fact]
    public void An_exception_that_the_handler_catches_stays_with_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Tasks(TestActor)));
        actor.Tell("caught failure");
        ExpectMsg("caught");
        actor.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void A_continuation_waits_until_the_handler_that_asked_for_it_has_returned()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Tasks(TestActor)));
        actor.Tell("early continuation");
        ExpectMsg("handler returns");
        ExpectMsg("continuation");
    }

    [Fact]
    public void An_answer_may_be_awaited()
    {
        var other = Sys.ActorOf(Props.Create(() => new Echo()));
        var actor = Sys.ActorOf(Props.Create(() => new Asking(other)));
        actor.Tell("question");
        ExpectMsg(("question", actor));
    }

    [Fact]
    public void A_task_in_the_constructor_may_make_children()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Founding(TestActor)));
        ExpectMsg<IActorRef>(child => Assert.Equal(actor.Path, child.Path.Parent));
        ExpectMsg("from the child");
    }

    [Fact]
    public void Stashed_and_awaited_messages_keep_their_order()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("open");
        actor.Tell(3);
        ExpectMsg("opened");
        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void An_actor_restarted_while_it_awaits_goes_on_when_the_task_has_ended()
    {
        var gate = new TaskCompletionSource();
        var parent = Sys.ActorOf(Supervisor.Props(new AllForOneStrategy(_ => Directive.Restart)));
        parent.Tell(Props.Create(() => new Gated(TestActor, gate.Task)));
        var gated = ExpectMsg<IActorRef>();
        parent.Tell(Act.Props((message, _) => throw (Exception)message));
        var failing = ExpectMsg<IActorRef>();
        gated.Tell("await");
        ExpectMsg("awaiting");
        gated.Tell("next");
        failing.Tell(new InvalidOperationException("expected"));
        ExpectMsg("restarted");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();
        ExpectMsg("next");
    }

    [Fact]
    public void A_test_reference_keeps_its_context_across_await()
    {
        var actor = ActorOfAsTestActorRef<Awaiting>(Props.Create(() => new Awaiting(TestActor)), TestActor);
        actor.Tell("go");
        Assert.Equal(ExpectMsg<IActorRef>(), ExpectMsg<IActorRef>());
    }

    private sealed class Tasks : ReceiveActor
    {
        private readonly IActorRef _observer;

        public Tasks(IActorRef observer)
        {
            _observer = observer;
            Receive<string>(text => text == "failing continuation", _ => RunTask(async () =>
                await Task.Delay(1).ContinueWith(_ => throw new InvalidOperationException("expected"), TaskScheduler.Current)));
            ReceiveAsync<string>(text => text == "failure at once", _ => throw new InvalidOperationException("expected"));
            ReceiveAsync<string>(text => text == "caught failure", async _ =>
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() =>
                    Task.Factory.StartNew(() => throw new InvalidOperationException("expected"), default, default, TaskScheduler.Current));
                Sender.Tell("caught");
            });
            ReceiveAsync<string>(text => text == "early continuation", _ =>
            {
                var ended = Task.CompletedTask.ContinueWith(_ => observer.Tell("continuation"), TaskScheduler.Current);
                Thread.Sleep(50);
                observer.Tell("handler returns");
                return ended;
            });
            ReceiveAny(message => Sender.Tell(message));
        }

        protected override void PreRestart(Exception reason, object message) => _observer.Tell(("restarted", (string)message));
    }

    private sealed class Gated : ReceiveActor
    {
        private readonly IActorRef _observer;

        public Gated(IActorRef observer, Task gate)
        {
            _observer = observer;
            ReceiveAsync<string>(text => text == "await", async _ =>
            {
                observer.Tell("awaiting");
                await gate;
            });
            ReceiveAny(message => observer.Tell(message));
        }

        protected override void PostRestart(Exception reason) => _observer.Tell("restarted");
    }

    private sealed class Asking : ReceiveActor
    {
        public Asking(IActorRef other) => ReceiveAsync<string>(async question =>
        {
            var answer = await other.Ask<string>(question, TimeSpan.FromSeconds(10));
            Sender.Tell((answer, Self));
        });
    }

    private sealed class Founding : ReceiveActor
    {
        public Founding(IActorRef observer)
        {
            RunTask(async () =>
            {
                await Task.Yield();
                var child = Context.ActorOf(Act.Props((_, _) => { }, context => context.Parent.Tell("from the child")));
                observer.Tell(child);
            });
            Receive<string>(text => observer.Tell(text));
        }
    }

    private sealed class Stashing : ReceiveActor, IWithStash
    {
        public Stashing()
        {
            Receive<int>(_ => Stash.Stash());
            ReceiveAsync<string>(async _ =>
            {
                await Task.Yield();
                Become(() => ReceiveAny(message => Sender.Tell(message)));
                Stash.UnstashAll();
                Sender.Tell("opened");
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(IActorRef observer) => ReceiveAnyAsync(async _ =>
        {
            observer.Tell(Self);
            await Task.Delay(20);
            observer.Tell(Self);
        });
    }
}
