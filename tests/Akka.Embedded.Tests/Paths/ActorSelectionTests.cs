using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Paths;

public sealed class ActorSelectionTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly IActorRef _top;

    public ActorSelectionTests()
    {
        _top = Sys.ActorOf(Props.Create(() => new Branch(2)), "top");
        foreach (var last in new[] { "/user/top/a/b", "/user/top/b/b" })
            AwaitAssert(() => Sys.ActorSelection(last).ResolveOne(TimeSpan.FromSeconds(1)).Wait());
    }

    [Theory]
    [InlineData("/user/top/a")]
    [InlineData("user/top/a")]
    [InlineData("/user/top/../top/a")]
    [InlineData("/user/top/../../../user/top/a")]
    [InlineData("//user//top/a/")]
    public void A_path_finds_one_actor(string path)
    {
        var found = Sys.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(3)).Result;
        Assert.Equal("/user/top/a", found.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void A_full_path_finds_it_too()
    {
        Sys.ActorSelection($"akka://{Sys.Name}/user/top").Tell(new Identify(1));
        ExpectMsg(new ActorIdentity(1, _top));
        Sys.ActorSelection(_top.Path).Tell(new Identify(2));
        ExpectMsg(new ActorIdentity(2, _top));
    }

    [Fact]
    public void Wildcards_find_all_that_match()
    {
        ExpectToFind(2, "/user/top/*");
        ExpectToFind(4, "/user/top/*/*");
        ExpectToFind(2, "/user/top/*/a");
        ExpectToFind(2, "/user/top/?");
        ExpectToFind(1, "/user/t*p");
    }

    [Fact]
    public void Relative_paths_start_at_the_actor()
    {
        _top.Tell("a/b");
        ExpectMsg<string>(path => path.EndsWith("/user/top/a/b", StringComparison.Ordinal));
        Sys.ActorSelection("/user/top/a").Tell("../b");
        ExpectMsg<string>(path => path.EndsWith("/user/top/b", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/user/missing")]
    [InlineData("/user/missing/*")]
    [InlineData("/user/miss*")]
    public void What_matches_nobody_goes_to_dead_letters(string path)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection(path).Tell("lost");
        ExpectMsg<DeadLetter>(letter => letter.Message is "lost");
    }

    [Fact]
    public void Identify_of_nothing_answers_null()
    {
        Sys.ActorSelection("/user/missing").Tell(new Identify("nothing"));
        ExpectMsg(new ActorIdentity("nothing", null!));
    }

    [Fact]
    public async Task ResolveOne_faults_when_there_is_nothing() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/missing").ResolveOne(TimeSpan.FromSeconds(1)));

    [Fact]
    public void A_selection_is_resolved_on_every_tell()
    {
        var selection = Sys.ActorSelection("/user/later");
        selection.Tell(new Identify(1));
        ExpectMsg<ActorIdentity>(identity => identity.Subject is null);
        var later = Sys.ActorOf(Props.Create(() => new Echo()), "later");
        selection.Tell(new Identify(2));
        ExpectMsg(new ActorIdentity(2, later));
        Assert.Equal("/user/later", selection.PathString);
    }

    [Fact]
    public async Task A_selection_can_be_asked() =>
        Assert.EndsWith("/user/top/a", await Sys.ActorSelection("/user/top/a").Ask<string>("who"), StringComparison.Ordinal);

    [Fact]
    public async Task What_ResolveOne_faults_with_holds_the_cause()
    {
        var missing = await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/missing").ResolveOne(TimeSpan.FromSeconds(3)));
        Assert.IsType<ActorNotFoundException>(missing.InnerException);

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var given = await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/temp").ResolveOne(TimeSpan.FromSeconds(30), cancelled.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(given.InnerException);
    }

    [Fact]
    public void Patterns_take_upper_case_for_lower_and_names_do_not()
    {
        ExpectToFind(1, "/user/T?P");
        ExpectToFind(0, "/user/TOP");
    }

    [Fact]
    public void A_uid_finds_that_incarnation_only()
    {
        ExpectToFind(1, $"/user/top#{_top.Path.Uid}");
        ExpectToFind(0, $"/user/top#{_top.Path.Uid + 1}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/deadLetters")]
    [InlineData("foo://bar")]
    [InlineData("akka://elsewhere/user/top")]
    public void What_is_no_place_of_this_system_is_dead_letters(string path)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection(path).Tell("lost");
        ExpectMsg<DeadLetter>(letter => letter.Message is "lost" && letter.Recipient.Equals(Sys.DeadLetters));
        Sys.ActorSelection(path).Tell(new Identify(path));
        ExpectMsg<ActorIdentity>(identity => identity.Subject.IsNobody());
    }

    [Fact]
    public void A_dead_letter_says_where_it_should_have_gone_and_who_told_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        _top.Tell("missing/*/x", TestActor);
        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("/user/top/missing/*/x", letter.Recipient.Path.ToStringWithoutAddress());
        Assert.Equal(TestActor, letter.Sender);
    }

    [Fact]
    public void Once_a_wildcard_has_led_several_ways_those_that_lead_nowhere_count_no_more()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.ActorSelection("/user/top/*/b/missing").Tell("lost");
        Sys.ActorSelection("/user/top/*/b/missing").Tell(new Identify("lost"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Sys.ActorSelection("/user/t*/missing").Tell(new Identify("one way"));
        ExpectMsg(new ActorIdentity("one way", null!));
    }

    [Fact]
    public void A_selection_may_start_at_any_reference()
    {
        new ActorSelection(_top, "").Tell(new Identify(1));
        ExpectMsg(new ActorIdentity(1, _top));
        Assert.Equal("/user/top/a", new ActorSelection(_top, ["b", "..", "a"]).ResolveOne(TimeSpan.FromSeconds(3)).Result.Path.ToStringWithoutAddress());
        Assert.Equal("/user/top/b", Sys.ActorSelection(_top, "b").ResolveOne(TimeSpan.FromSeconds(3)).Result.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void The_sender_is_the_actor_whose_turn_it_is_unless_given()
    {
        var probe = CreateTestProbe();
        var teller = Sys.ActorOf(Act.Props((_, context) => context.ActorSelection(probe.Ref.Path).Tell("by itself")));
        teller.Tell("go");
        probe.ExpectMsg("by itself");
        Assert.Equal(teller, probe.LastSender);
        Sys.ActorSelection(probe.Ref.Path).Tell("for another", teller);
        probe.ExpectMsg("for another");
        Assert.Equal(teller, probe.LastSender);
    }

    [Fact]
    public void Selections_are_equal_by_anchor_and_path_and_show_both()
    {
        var selection = new ActorSelection(_top, "../*/hello");
        Assert.Equal(new ActorSelection(_top, "../*/hello"), selection);
        Assert.Equal(new ActorSelection(_top, "../*/hello").GetHashCode(), selection.GetHashCode());
        Assert.NotEqual(new ActorSelection(_top, "../*/other"), selection);
        Assert.NotEqual(new ActorSelection(TestActor, "../*/hello"), selection);
        Assert.Equal(_top, selection.Anchor);
        Assert.Equal("/../*/hello", selection.PathString);
        Assert.Equal($"ActorSelection[Anchor(akka://{Sys.Name}/user/top#{_top.Path.Uid}), Path(/../*/hello)]", selection.ToString());
    }

    private void ExpectToFind(int count, string path)
    {
        Sys.ActorSelection(path).Tell(new Identify(path));
        if (count == 0)
            ExpectMsg(new ActorIdentity(path, null!));
        else
            Assert.All(ReceiveN(count).Cast<ActorIdentity>(), identity => Assert.NotNull(identity.Subject));
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    private sealed class Branch(int depth) : UntypedActor
    {
        protected override void PreStart()
        {
            if (depth == 0)
                return;
            Context.ActorOf(Props.Create(() => new Branch(depth - 1)), "a");
            Context.ActorOf(Props.Create(() => new Branch(depth - 1)), "b");
        }

        protected override void OnReceive(object message)
        {
            if (message is "who")
                Sender.Tell(Self.Path.ToString());
            else
                Context.ActorSelection((string)message).Tell("who", Sender);
        }
    }
}
