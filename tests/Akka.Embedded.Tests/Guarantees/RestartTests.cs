using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class RestartTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Exception Failure = new InvalidOperationException("expected");

    [Fact]
    public void The_old_instance_ends_before_the_new_one_begins()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        ExpectMsg("PreStart");
        actor.Tell(Failure);
        ExpectMsg("PreRestart");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart");
        ExpectMsg("PreStart");
    }

    [Fact]
    public void Children_are_gone_before_the_new_instance_is_made()
    {
        IgnoreMessages(message => message is IActorRef);
        var parent = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "parent ")));
        ExpectMsg("parent PreStart");
        parent.Tell(Props.Create(() => new Reporter(TestActor, "child ")));
        ExpectMsg("child PreStart");
        parent.Tell(Failure);
        ExpectMsg("parent PreRestart");
        ExpectMsg("parent PostStop");
        ExpectMsg("child PostStop");
        ExpectMsg("parent PostRestart");
        ExpectMsg("parent PreStart");
    }

    [Fact]
    public void Reference_path_and_uid_stay()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is Exception failure)
                throw failure;
            context.Sender.Tell(context.Self);
        }), "stays");
        actor.Tell(Failure);
        actor.Tell("who");
        ExpectMsg<IActorRef>(self => Assert.True(self.Equals(actor) && self.Path.Uid == actor.Path.Uid));
    }

    [Fact]
    public void The_failing_message_is_gone_and_the_rest_of_the_mailbox_waits()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor, "")));
        actor.Tell("before");
        actor.Tell(Failure);
        actor.Tell("after");
        ExpectMsg("PreStart");
        ExpectMsg("before");
        ExpectMsg("PreRestart");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart");
        ExpectMsg("PreStart");
        ExpectMsg("after");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_hook_gets_the_cause_and_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new HookedActor(TestActor)));
        actor.Tell("fail", ActorRefs.NoSender);
        ExpectMsg<(Exception, object)>(told => Assert.True(told is (InvalidOperationException { Message: "fail" }, "fail")));
    }

    [Fact]
    public void The_hook_still_knows_who_sent_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new HookedActor(TestActor)));
        var sender = CreateTestProbe();
        actor.Tell("fail", sender);
        ExpectMsg<(Exception, object)>();
        sender.ExpectMsg("restarting");
    }

    [Fact]
    public void A_new_instance_that_fails_is_stopped_like_one_that_never_came_up()
    {
        var seen = new TaskCompletionSource<Exception>();
        var child = ChildOf(
            cause =>
            {
                if (cause is not ActorInitializationException)
                    return Directive.Restart;
                seen.TrySetResult(cause);
                return SupervisorStrategy.DefaultDecider.Decide(cause);
            },
            Props.Create(() => new BadReturn()));
        Watch(child);
        child.Tell(Failure);
        var failure = Assert.IsType<PostRestartException>(seen.Task.Result);
        Assert.Same(Failure, failure.OriginalCause);
        Assert.Equal("in the hook", failure.InnerException!.Message);
        Assert.Equal(child, failure.Actor);
        ExpectTerminated(child);
    }

    [Fact]
    public void A_child_stopped_in_the_hook_has_freed_its_name_for_the_new_instance()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Parent()));
        actor.Tell("child");
        var old = ExpectMsg<IActorRef>();
        actor.Tell(Failure);
        actor.Tell("child");
        var young = ExpectMsg<IActorRef>();
        Assert.Equal(old.Path, young.Path);
        Assert.NotEqual(old, young);
    }

    [Fact]
    public void The_behaviour_is_the_initial_one_again()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) =>
        {
            if (message is "become")
                context.Become(_ => throw Failure);
            context.Sender.Tell("initial");
        }));
        actor.Tell("become");
        ExpectMsg("initial");
        actor.Tell("fail");
        actor.Tell("now");
        ExpectMsg("initial");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_receive_timeout_is_kept()
    {
        var actor = Sys.ActorOf(Props.Create(() => new TimedActor(TestActor)));
        actor.Tell("set");
        actor.Tell(Failure);
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Children_that_are_kept_are_restarted_too()
    {
        IgnoreMessages(message => message is IActorRef);
        var parent = Sys.ActorOf(Props.Create(() => new KeepingActor(TestActor)));
        parent.Tell(Props.Create(() => new Reporter(TestActor, "child ")));
        ExpectMsg("child PreStart");
        parent.Tell(Failure);
        ExpectMsg("child PreRestart");
        ExpectMsg("child PostStop");
        ExpectMsg("child PostRestart");
        ExpectMsg("child PreStart");
    }

    [Fact]
    public void Children_that_are_kept_go_on_after_one_of_them_has_brought_their_parent_down()
    {
        var life = CreateTestProbe();
        life.IgnoreMessages(message => message is string text && !text.EndsWith("PostRestart", StringComparison.Ordinal));
        var parent = Sys.ActorOf(Props.Create(() => new EscalatingKeeper(life)));
        var children = new List<IActorRef>();
        foreach (var name in new[] { "1 ", "2 ", "3 " })
        {
            parent.Tell(Props.Create(() => new Reporter(life, name)));
            children.Add(ExpectMsg<IActorRef>());
        }

        children[0].Tell(Failure);
        life.ExpectMsgAllOf("parent PostRestart", "1 PostRestart", "2 PostRestart", "3 PostRestart");
        foreach (var child in children)
            child.Tell(child);
        life.ExpectMsgAllOf(children.ToArray());
    }

    [Fact]
    public void A_failing_PreRestart_does_not_hinder_the_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadHookActor(TestActor)));
        ExpectMsg("started");
        actor.Tell(Failure);
        ExpectMsg("started");
    }

    private IActorRef ChildOf(Func<Exception, Directive> decide, Props child)
    {
        Sys.ActorOf(Supervisor.Props(decide)).Tell(child);
        return ExpectMsg<IActorRef>();
    }

    private sealed class HookedActor(IActorRef observer) : UntypedActor
    {
        protected override void PreRestart(Exception reason, object message)
        {
            observer.Tell((reason, message));
            Sender.Tell("restarting");
        }

        protected override void OnReceive(object message) => throw new InvalidOperationException((string)message);
    }

    private sealed class BadReturn : UntypedActor
    {
        protected override void PostRestart(Exception reason) => throw new NotSupportedException("in the hook");

        protected override void OnReceive(object message) => throw (Exception)message;
    }

    private sealed class Parent : UntypedActor
    {
        private IActorRef? _child;

        protected override void PreStart() => _child = Context.ActorOf(Props.Create(() => new Echo()), "child");

        protected override void OnReceive(object message)
        {
            if (message is Exception failure)
                throw failure;
            Sender.Tell(_child!);
        }
    }

    private sealed class TimedActor(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "set":
                    SetReceiveTimeout(TimeSpan.FromMilliseconds(30));
                    break;
                case Exception failure:
                    throw failure;
                default:
                    observer.Tell(message);
                    SetReceiveTimeout(null);
                    break;
            }
        }
    }

    private sealed class KeepingActor(IActorRef observer) : Reporter(observer, "parent ")
    {
        protected override void PreStart() { }

        protected override void PreRestart(Exception reason, object message) { }

        protected override void PostRestart(Exception reason) { }
    }

    private sealed class EscalatingKeeper(IActorRef observer) : Reporter(observer, "parent ")
    {
        protected override SupervisorStrategy SupervisorStrategy() => new AllForOneStrategy(_ => Directive.Escalate);

        protected override void PreRestart(Exception reason, object message) { }
    }

    private sealed class BadHookActor(IActorRef observer) : UntypedActor
    {
        protected override void PreStart() => observer.Tell("started");

        protected override void PreRestart(Exception reason, object message) => throw new NotSupportedException("in the hook");

        protected override void OnReceive(object message) => throw (Exception)message;
    }
}
