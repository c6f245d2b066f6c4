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
        AwaitAssert(() => Sys.ActorSelection("/user/top/b/b").ResolveOne(TimeSpan.FromSeconds(1)).Wait());
    }

    [Theory]
    [InlineData("/user/top/a")]
    [InlineData("user/top/a")]
    [InlineData("/user/top/../top/a")]
    [InlineData("/user/top/../../../user/top/a")]
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
        Assert.Equal(2, Identify("/user/top/*"));
        Assert.Equal(4, Identify("/user/top/*/*"));
        Assert.Equal(2, Identify("/user/top/*/a"));
        Assert.Equal(2, Identify("/user/top/?"));
        Assert.Equal(1, Identify("/user/t*p"));
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

    private int Identify(string path)
    {
        Sys.ActorSelection(path).Tell(new Identify(path));
        var count = 0;
        while (ReceiveOne(TimeSpan.FromMilliseconds(100)) is ActorIdentity { Subject: not null })
            count++;
        return count;
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
