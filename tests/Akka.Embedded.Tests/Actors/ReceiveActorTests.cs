using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Actors;

public sealed class ReceiveActorTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Handlers_are_tried_in_the_order_of_registration_and_the_first_match_wins()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ordered()));
        actor.Tell("long text");
        ExpectMsg("long");
        actor.Tell("text");
        ExpectMsg("text handler");
        actor.Tell(4);
        ExpectMsg("even");
        actor.Tell(3);
        ExpectMsg("number");
        actor.Tell(new ArgumentNullException());
        ExpectMsg("exception");
        actor.Tell(1.5);
        ExpectMsg("any");
    }

    [Fact]
    public void Nothing_can_be_registered_after_a_handler_for_everything()
    {
        ExpectInitializationFailure<InvalidOperationException>(Props.Create(() => new AfterAny()));
        ExpectInitializationFailure<InvalidOperationException>(Props.Create(() => new AfterObject()));
    }

    [Fact]
    public void Nothing_can_be_registered_while_handling()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LateRegistration(false)));
        actor.Tell("register");
        ExpectMsg("refused");
    }

    [Fact]
    public void Nothing_can_be_registered_while_a_behaviour_of_the_constructor_handles()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LateRegistration(true)));
        actor.Tell("register");
        ExpectMsg("refused");
    }

    [Fact]
    public void Nothing_can_be_registered_once_the_constructor_has_run() =>
        ExpectInitializationFailure<InvalidOperationException>(Props.Create(() => new RegistrationInPreStart()));

    [Fact]
    public void Handlers_may_be_registered_before_and_after_a_Become_in_the_constructor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BecomingInConstructor()));
        actor.Tell("one");
        ExpectMsg("second one");
        actor.Tell("two");
        ExpectMsg("first two");
        actor.Tell("three");
        ExpectMsg("initial three");
    }

    [Fact]
    public void A_Become_inside_a_Become_action_is_overruled_by_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Nesting()));
        actor.Tell("who");
        ExpectMsg("outer");
    }

    [Fact]
    public void Null_as_predicate_lets_everything_of_the_type_pass()
    {
        var actor = Sys.ActorOf(Props.Create(() => new WithoutPredicates()));
        actor.Tell(1);
        ExpectMsg("first");
        actor.Tell("text");
        ExpectMsg("by type");
    }

    [Fact]
    public void Asynchronous_handlers_are_chosen_like_any_other()
    {
        var actor = Sys.ActorOf(Props.Create(() => new AsyncChoice()));
        actor.Tell(11);
        ExpectMsg("above ten");
        actor.Tell(1);
        ExpectMsg("one");
        actor.Tell(1.0);
        ExpectMsg("by type");
        actor.Tell("half");
        ExpectMsg("by type and predicate");
        actor.Tell("else");
        ExpectMsg("any");
    }

    [Fact]
    public void Without_a_matching_handler_a_message_is_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        Sys.ActorOf(Props.Create(() => new Ordered(false))).Tell(1.5);
        ExpectMsg<UnhandledMessage>(unhandled => unhandled.Message is 1.5);
    }

    [Fact]
    public void Handlers_for_types_known_at_run_time_work_alike()
    {
        var actor = Sys.ActorOf(Props.Create(() => new RunTimeTypes()));
        actor.Tell("text");
        ExpectMsg("text");
        actor.Tell(7);
        ExpectMsg("odd");
        actor.Tell(8);
        ExpectMsg("any");
    }

    [Fact]
    public void Become_takes_new_handlers()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        actor.Tell("how");
        ExpectMsg("calm");
        actor.Tell("anger");
        actor.Tell("how");
        ExpectMsg("angry");
        actor.Tell("back");
        actor.Tell("how");
        ExpectMsg("calm");
    }

    private void ExpectInitializationFailure<TCause>(Props props)
    {
        var seen = new TaskCompletionSource<Exception>();
        var parent = Sys.ActorOf(Support.Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Stop;
        }));
        parent.Tell(props, ActorRefs.NoSender);
        Assert.IsType<TCause>(seen.Task.Result.GetBaseException());
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered(bool any = true)
        {
            Receive<string>(_ => Sender.Tell("long"), text => text.Length > 4);
            Receive<string>(_ => Sender.Tell("text handler"));
            Receive<int>(number =>
            {
                if (number % 2 != 0)
                    return false;
                Sender.Tell("even");
                return true;
            });
            Receive<int>(number => number > 0, _ => Sender.Tell("number"));
            Receive<Exception>(_ => Sender.Tell("exception"));
            if (any)
                ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class AfterAny : ReceiveActor
    {
        public AfterAny()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class AfterObject : ReceiveActor
    {
        public AfterObject()
        {
            Receive<object>(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class LateRegistration : ReceiveActor
    {
        public LateRegistration(bool becomes)
        {
            if (becomes)
                Become(Trying);
            else
                Trying();
        }

        private void Trying() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException)
            {
                Sender.Tell("refused");
            }
        });
    }

    private sealed class RegistrationInPreStart : ReceiveActor
    {
        protected override void PreStart() => ReceiveAny(_ => { });
    }

    private sealed class BecomingInConstructor : ReceiveActor
    {
        public BecomingInConstructor()
        {
            BecomeStacked(() => Answer("first"));
            BecomeStacked(() => Answer("second"));
            ReceiveAny(message => Sender.Tell($"initial {message}"));
        }

        private void Answer(string name) => ReceiveAny(message =>
        {
            Sender.Tell($"{name} {message}");
            UnbecomeStacked();
        });
    }

    private sealed class Nesting : ReceiveActor
    {
        public Nesting() => Become(() =>
        {
            Receive<string>(_ => Sender.Tell("outer"));
            Become(() => Receive<string>(_ => Sender.Tell("inner")));
        });
    }

    private sealed class WithoutPredicates : ReceiveActor
    {
        public WithoutPredicates()
        {
            Receive<int>(_ => Sender.Tell("first"), null);
            Receive<int>(_ => Sender.Tell("never"));
            Receive(typeof(string), _ => Sender.Tell("by type"), null);
        }
    }

    private sealed class AsyncChoice : ReceiveActor
    {
        public AsyncChoice()
        {
            ReceiveAsync<int>(_ => Answer("above ten"), number => number > 10);
            ReceiveAsync<int>(number => number == 1, _ => Answer("one"));
            ReceiveAsync(typeof(double), _ => Answer("by type"));
            ReceiveAsync(typeof(string), text => text is "half", _ => Answer("by type and predicate"));
            ReceiveAnyAsync(_ => Answer("any"));
        }

        private async Task Answer(string text)
        {
            await Task.Yield();
            Sender.Tell(text);
        }
    }

    private sealed class RunTimeTypes : ReceiveActor
    {
        public RunTimeTypes()
        {
            Receive(typeof(string), text => Sender.Tell(text));
            Receive(typeof(int), number =>
            {
                Sender.Tell("odd");
            }, number => (int)number % 2 == 1);
            ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody()
        {
            Receive<string>(text => text == "how", _ => Sender.Tell("calm"));
            Receive<string>(text => text == "anger", _ => BecomeStacked(Angry));
        }

        private void Angry()
        {
            Receive<string>(text => text == "how", _ => Sender.Tell("angry"));
            Receive<string>(text => text == "back", _ => UnbecomeStacked());
        }
    }
}
