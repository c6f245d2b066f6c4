using Akka.Actor;

namespace Akka.Embedded.Tests.Actors;

public sealed class BehaviourTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Become_replaces_the_top_and_popping_it_leads_back_to_the_initial_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Changing()));
        Expect(actor, "?", "initial");
        actor.Tell(("become", "a"));
        Expect(actor, "?", "a");
        actor.Tell(("become", "b"));
        Expect(actor, "?", "b");
        actor.Tell("pop");
        Expect(actor, "?", "initial");
        actor.Tell("pop");
        Expect(actor, "?", "initial");
    }

    [Fact]
    public void Stacked_behaviours_come_back_one_by_one()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Changing()));
        actor.Tell(("become", "a"));
        actor.Tell(("stack", "b"));
        actor.Tell(("stack", "c"));
        Expect(actor, "?", "c");
        actor.Tell("pop");
        Expect(actor, "?", "b");
        actor.Tell("pop");
        Expect(actor, "?", "a");
        actor.Tell("pop");
        Expect(actor, "?", "initial");
    }

    [Fact]
    public void A_behaviour_that_answers_false_leaves_the_message_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        Sys.ActorOf(Props.Create(() => new Refusing())).Tell("no");
        ExpectMsg<Akka.Event.UnhandledMessage>(unhandled => unhandled.Message is "no");
    }

    [Fact]
    public async Task The_context_is_valid_on_the_actors_turn_only()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Leaking()));
        actor.Tell("leak");
        var outcome = await ExpectMsg<Task<Exception?>>();
        Assert.IsType<NotSupportedException>(outcome);
    }

    [Fact]
    public void The_sender_is_dead_letters_when_nobody_told()
    {
        var actor = Sys.ActorOf(Support.Act.Props((_, context) => TestActor.Tell(context.Sender)));
        actor.Tell("anonymous", ActorRefs.NoSender);
        ExpectMsg<IActorRef>(sender => sender.Equals(Sys.DeadLetters) && sender.IsNobody());
    }

    [Fact]
    public void Forward_keeps_the_sender_and_tell_gives_the_actor_itself()
    {
        var target = CreateTestProbe();
        var actor = Sys.ActorOf(Support.Act.Props((message, _) =>
        {
            if (message is "forward")
                target.Ref.Forward(message);
            else
                target.Ref.Tell(message);
        }));
        actor.Tell("forward");
        target.ExpectMsg("forward");
        Assert.Equal(TestActor, target.LastSender);
        actor.Tell("tell");
        target.ExpectMsg("tell");
        Assert.Equal(actor, target.LastSender);
    }

    [Fact]
    public void The_context_knows_system_parent_and_props()
    {
        var props = Support.Act.Props((_, context) => context.Sender.Tell((context.System, context.Parent, context.Props.Type, context.Self)));
        var parent = Sys.ActorOf(Support.Supervisor.Props(_ => Directive.Stop));
        parent.Tell(props);
        var child = ExpectMsg<IActorRef>();
        child.Tell("who");
        ExpectMsg((Sys, parent, props.Type, child));
    }

    [Fact]
    public void Children_are_found_by_name()
    {
        Sys.ActorOf(Support.Act.Props((_, context) =>
        {
            var child = context.ActorOf(Props.Create(() => new Support.Echo()), "known");
            context.Sender.Tell(context.Child("known").Equals(child) && context.Child("unknown").IsNobody()
                && context.GetChildren().Single().Equals(child) && context.Parent.Path.Name == "user");
        })).Tell("look");
        ExpectMsg(true);
    }

    private void Expect(IActorRef actor, object question, object answer)
    {
        actor.Tell(question);
        ExpectMsg(answer);
    }

    private sealed class Changing : UntypedActor
    {
        protected override void OnReceive(object message) => Answer("initial", message);

        private void Answer(string name, object message)
        {
            switch (message)
            {
                case ("become", string next):
                    Become(told => Answer(next, told));
                    break;
                case ("stack", string next):
                    BecomeStacked(told => Answer(next, told));
                    break;
                case "pop":
                    UnbecomeStacked();
                    break;
                default:
                    Sender.Tell(name);
                    break;
            }
        }
    }

    private sealed class Refusing : ActorBase
    {
        protected override bool Receive(object message) => false;
    }

    private sealed class Leaking : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Task.Run(() =>
        {
            try
            {
                _ = Context.Self;
                return null;
            }
            catch (NotSupportedException cause)
            {
                return (Exception?)cause;
            }
        }));
    }
}
