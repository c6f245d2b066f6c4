using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Paths;

public sealed class ActorRefTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_reference_shows_path_and_uid()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()), "named");
        Assert.Equal($"[akka://{Sys.Name}/user/named#{actor.Path.Uid}]", actor.ToString());
    }

    [Fact]
    public void Incarnations_at_one_path_differ()
    {
        var first = Sys.ActorOf(Props.Create(() => new Echo()), "name");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef second = ActorRefs.Nobody;
        AwaitAssert(() => second = Sys.ActorOf(Props.Create(() => new Echo()), "name"));
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.NotEqual(0, first.CompareTo(second));
    }

    [Fact]
    public void Names_that_are_illegal_or_taken_throw_at_once()
    {
        Sys.ActorOf(Props.Create(() => new Echo()), "taken");
        foreach (var name in new[] { "taken", "", "$dollar", "a b", "slash/ed" })
            Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Echo()), name));
    }

    [Fact]
    public void Unnamed_children_are_counted_in_letters()
    {
        Sys.ActorOf(Act.Props((_, context) =>
        {
            var names = Enumerable.Range(0, 66).Select(_ => context.ActorOf(Props.Create(() => new Echo())).Path.Name).ToArray();
            context.Sender.Tell((names[0], names[1], names[26], names[64]));
        })).Tell("name them");
        ExpectMsg(("$a", "$b", "$A", "$ab"));
    }

    [Fact]
    public void Nobody_is_no_one_and_neither_are_dead_letters()
    {
        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.True(Sys.DeadLetters.IsNobody());
        Assert.True(((IActorRef)null!).IsNobody());
        Assert.False(TestActor.IsNobody());
        Assert.Equal(TestActor, ((IActorRef)ActorRefs.Nobody).GetOrElse(() => TestActor));
        Assert.Null(ActorRefs.NoSender);
    }

    [Fact]
    public void What_is_told_to_nobody_is_gone()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.AllDeadLetters));
        ActorRefs.Nobody.Tell("gone");
        Sys.IgnoreRef.Tell("ignored");
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Any_actor_says_who_it_is()
    {
        var actor = Sys.ActorOf(Act.Props((_, _) => { }));
        actor.Tell(new Identify("id"));
        ExpectMsg(new ActorIdentity("id", actor));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        actor.Tell(new Identify("dead"));
        ExpectMsg(new ActorIdentity("dead", null!));
    }
}
