using Akka.Actor;

namespace Akka.Embedded.Tests.Actors;

public sealed class AroundHookTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Each_hook_is_called_inside_its_around_hook()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Surrounded(TestActor)));
        ExpectAll("before PreStart", "PreStart", "after PreStart");
        actor.Tell(new InvalidOperationException("expected"));
        ExpectAll(
            "before PreRestart", "PreRestart", "PostStop", "after PreRestart",
            "before PostRestart", "PostRestart", "PreStart", "after PostRestart");
        Sys.Stop(actor);
        ExpectAll("before PostStop", "PostStop", "after PostStop");
    }

    [Fact]
    public void Every_message_passes_the_around_hook_with_the_behaviour_that_is_to_handle_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Surrounded(TestActor)));
        ExpectAll("before PreStart", "PreStart", "after PreStart");
        actor.Tell("hello");
        ExpectAll("around hello", "hello", "handled True");
        actor.Tell(7);
        ExpectAll("around 7", "handled False");
    }

    private void ExpectAll(params string[] texts)
    {
        foreach (var text in texts)
            ExpectMsg(text);
    }

    private sealed class Surrounded(IActorRef observer) : ActorBase
    {
        public override void AroundPreStart()
        {
            observer.Tell("before PreStart");
            base.AroundPreStart();
            observer.Tell("after PreStart");
        }

        public override void AroundPreRestart(Exception cause, object message)
        {
            observer.Tell("before PreRestart");
            base.AroundPreRestart(cause, message);
            observer.Tell("after PreRestart");
        }

        public override void AroundPostRestart(Exception cause, object message)
        {
            observer.Tell("before PostRestart");
            base.AroundPostRestart(cause, message);
            observer.Tell("after PostRestart");
        }

        public override void AroundPostStop()
        {
            observer.Tell("before PostStop");
            base.AroundPostStop();
            observer.Tell("after PostStop");
        }

        protected override bool AroundReceive(Receive receive, object message)
        {
            if (message is Exception)
                return base.AroundReceive(receive, message);
            observer.Tell($"around {message}");
            var handled = base.AroundReceive(receive, message);
            observer.Tell($"handled {handled}");
            return handled;
        }

        protected override void PreStart() => observer.Tell("PreStart");

        protected override void PostStop() => observer.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            observer.Tell("PreRestart");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            observer.Tell("PostRestart");
            base.PostRestart(reason);
        }

        protected override bool Receive(object message)
        {
            if (message is Exception failure)
                throw failure;
            if (message is not string)
                return false;
            observer.Tell(message);
            return true;
        }
    }
}
