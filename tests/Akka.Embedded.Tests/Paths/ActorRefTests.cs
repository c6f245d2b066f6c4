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
    public void Whom_nobody_asked_answers_nobody()
    {
        var actor = Sys.ActorOf(Act.Props((message, context) => TestActor.Tell((message, context.Sender.IsNobody()))));
        actor.Tell("by nobody", ActorRefs.NoSender);
        ExpectMsg(((object)"by nobody", true));
        actor.Tell("by somebody", TestActor);
        ExpectMsg(((object)"by somebody", false));
    }

    [Fact]
    public void Who_tells_is_the_actor_whose_turn_it_is_and_who_forwards_keeps_the_sender()
    {
        var target = CreateTestProbe();
        var teller = Sys.ActorOf(Act.Props((message, context) =>
        {
            target.Ref.Tell(message);
            target.Ref.Forward(message);
        }));
        teller.Tell("hello", TestActor);
        target.ExpectMsg("hello");
        Assert.Equal(teller, target.LastSender);
        target.ExpectMsg("hello");
        Assert.Equal(TestActor, target.LastSender);
    }

    [Fact]
    public void References_are_ordered_by_path_and_uid()
    {
        var (a, b) = (Sys.ActorOf(Props.Create(() => new Echo()), "a"), Sys.ActorOf(Props.Create(() => new Echo()), "b"));
        Assert.Equal([a, b], new[] { b, a }.Order());
        Assert.True(a.CompareTo((IActorRef)null!) > 0);
        Assert.Equal(0, a.CompareTo((object)a));
        Assert.Throws<ArgumentException>(() => a.CompareTo("text"));
    }

    [Fact]
    public void Everybody_knows_his_place()
    {
        Assert.Equal($"akka://{Sys.Name}/deadLetters", Sys.DeadLetters.Path.ToString());
        Assert.Equal($"[akka://{Sys.Name}/deadLetters]", Sys.DeadLetters.ToString());
        Assert.Equal("akka://all-systems/", ActorRefs.Nobody.Path.ToString());
        Assert.Equal("/user/mine", Sys.ActorOf(Props.Create(() => new Echo()), "mine").Path.ToStringWithoutAddress());
        Assert.StartsWith("/system/", TestActor.Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        Assert.Same(Sys.IgnoreRef, Sys.IgnoreRef);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("$name", "not start with `$`")]
    [InlineData("n%", "Illegal actor name")]
    [InlineData("n?me", "Illegal actor name")]
    [InlineData("ñame", "only ASCII")]
    public void An_illegal_name_is_told_why(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Empty, name)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task Of_many_who_take_a_name_at_once_one_gets_it()
    {
        var takers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Sys.ActorOf(Props.Create(() => new Echo()), "wanted"))).ToArray();
        await Task.WhenAll(takers).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(1, takers.Count(taker => taker.IsCompletedSuccessfully));
        Assert.Equal(7, takers.Count(taker => taker.Exception?.InnerException is InvalidActorNameException { Message: "Actor name \"wanted\" is not unique!" }));
    }

    [Fact]
    public void What_is_no_actor_never_dies()
    {
        foreach (var subject in new[] { Sys.DeadLetters, Sys.IgnoreRef, ActorRefs.Nobody })
            Watch(subject);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
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
