using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Messages;

public sealed class RuntimeMessageTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_poison_pill_waits_for_its_turn_like_any_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        actor.Tell("before");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("before");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_kill_fails_the_receiver_as_if_it_had_thrown()
    {
        var seen = new TaskCompletionSource<Exception>();
        Sys.ActorOf(Supervisor.Props(cause =>
        {
            seen.TrySetResult(cause);
            return Directive.Resume;
        })).Tell(Props.Create(() => new Echo()));
        var actor = ExpectMsg<IActorRef>();
        actor.Tell(Kill.Instance);
        Assert.Equal("Kill", Assert.IsType<ActorKilledException>(seen.Task.Result).Message);
        actor.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void An_actor_answers_who_it_is_without_seeing_the_question()
    {
        var actor = Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message)));
        actor.Tell(new Identify("id"));
        ExpectMsg<ActorIdentity>((identity, sender) =>
        {
            Assert.Equal(new ActorIdentity("id", actor), identity);
            Assert.Equal(actor, sender);
        });
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void For_an_actor_that_is_gone_dead_letters_answer_with_no_subject()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        actor.Tell(new Identify("id"));
        ExpectMsg<ActorIdentity>(identity => Equals(identity.MessageId, "id") && identity.Subject is null);
    }

    [Fact]
    public void What_suppresses_dead_letters_is_published_apart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        actor.Tell(PoisonPill.Instance);
        ExpectMsg<SuppressedDeadLetter>(letter => letter.Message is PoisonPill);
        actor.Tell(Kill.Instance);
        ExpectMsg<DeadLetter>(letter => letter.Message is Kill && letter.Recipient.Equals(actor));
    }

    [Fact]
    public void A_receive_timeout_told_by_somebody_is_an_ordinary_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        actor.Tell(ReceiveTimeout.Instance);
        Assert.Same(ReceiveTimeout.Instance, ExpectMsg<ReceiveTimeout>());
    }

    [Fact]
    public void News_of_a_death_that_was_not_watched_are_not_believed()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Echo()));
        var actor = Sys.ActorOf(Act.Props((message, _) => TestActor.Tell(message)));
        actor.Tell(new Terminated(subject, existenceConfirmed: true, addressTerminated: false));
        actor.Tell("next");
        ExpectMsg("next");
    }
}
