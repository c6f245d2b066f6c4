using Akka.Actor;
using AkkaDht.Announcing;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Routing;
using AkkaDht.Tests.Support;
using static AkkaDht.Persistence.StateMessages;

namespace AkkaDht.Tests.Persistence;

/// <summary>When the state of a node is written.</summary>
public sealed class StateActorTests : PartsTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _temporary = new();

    public StateActorTests() => Settings = Settings with { State = new StateSettings { Directory = _temporary.StatePath } };

    [Fact]
    public async Task The_table_is_looked_at_after_each_interval_and_saved_when_it_has_changed()
    {
        StartState();

        AnswerLook(1, 2);
        await SavedAsync(1);
        AnswerLook(2, 3);
        await SavedAsync(2);

        Assert.Equal([2, 3], KeptNodes().Select(node => (int)node.Port));
    }

    [Fact]
    public async Task Nodes_in_another_order_are_not_written_again()
    {
        StartState();
        AnswerLook(1, 2);
        await SavedAsync(1);

        AnswerLook(2, 1);
        AnswerLook(2, 1, 3);
        await SavedAsync(2);

        Assert.Equal([2, 1, 3], KeptNodes().Select(node => (int)node.Port));
    }

    [Fact]
    public async Task An_empty_table_does_not_take_the_place_of_what_was_kept()
    {
        StartState();
        AnswerLook(1);
        await SavedAsync(1);

        AnswerLook();
        AnswerLook(2);
        await SavedAsync(2);

        Assert.Equal(2, Saved);
    }

    [Fact]
    public async Task Announcements_that_change_together_are_saved_together_after_a_pause()
    {
        var state = StartState();

        for (ulong i = 1; i <= 3; i++)
        {
            Parts.State.Announcements = [.. Parts.State.Announcements, new(new NodeId(i, 0, 0, 0))];
            state.Tell(AnnouncementsChanged.Instance);
        }

        await PassedOn(state);
        Assert.Equal(0, Saved);
        Advance(Pause);
        await SavedAsync(1);

        Assert.Equal(3, KeptAnnouncements().Count);
    }

    [Fact]
    public async Task A_save_that_failed_is_tried_again_with_the_next_look()
    {
        var state = StartState();
        var obstacle = Parts.State.Folder!.FileOf(StateKind.Announcements).TemporaryPath;
        Directory.CreateDirectory(obstacle);
        Parts.State.Announcements = [new(default(NodeId))];
        state.Tell(AnnouncementsChanged.Instance);
        await PassedOn(state);
        Advance(Pause);
        await AwaitConditionAsync(() => Task.FromResult(Parts.State.Counters.Snapshot.Failed == 1));

        Directory.Delete(obstacle);
        AnswerLook();
        await SavedAsync(1);

        Assert.Single(KeptAnnouncements());
    }

    [Fact]
    public async Task What_has_changed_since_is_saved_when_the_node_ends()
    {
        var state = StartState();
        Parts.Identity.Table.Publish(Parts.Identity.Table.RowOf(NodeAt(7).Id), SnapshotOf(NodeAt(7)));
        Parts.State.Announcements = [new(default(NodeId))];

        await state.GracefulStop(TimeSpan.FromSeconds(10));

        Assert.Equal([PeerAddress.Loopback(7)], KeptNodes());
        Assert.Single(KeptAnnouncements());
    }

    [Fact]
    public async Task A_keeper_that_failed_goes_on_with_the_folder()
    {
        var state = StartState();
        state.Tell(new RoutingMessages.Nodes(null!));
        await PassedOn(state);

        AnswerLook(5);
        await SavedAsync(1);

        Assert.Equal([PeerAddress.Loopback(5)], KeptNodes());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _temporary.Dispose();
    }

    private long Saved => Parts.State.Counters.Snapshot.Saved - 1; // the key pair was first

    private IActorRef StartState()
    {
        var (parts, folder) = (Parts, Parts.State.Folder!);
        var state = Start(Props.Create(() => new StateActor(parts, folder)), "state");
        PassedOn(state).Wait();
        return state;
    }

    // Time passes until the keeper looks at the table, in which it finds the nodes at these ports.
    private void AnswerLook(params ushort[] ports)
    {
        // The keeper may set its wake-up for the next look only after the time has passed.
        Advance(Interval);
        AwaitCondition(() =>
        {
            Advance(TimeSpan.FromMilliseconds(1));
            return Table.HasMessages;
        });
        Table.ExpectMsg<RoutingMessages.GetNodes>();
        Table.Reply(new RoutingMessages.Nodes([.. ports.Select(NodeAt)]));
    }

    private Task SavedAsync(int files) => AwaitConditionAsync(() => Task.FromResult(Saved == files));

    private static async Task PassedOn(IActorRef actor) => await actor.Ask<ActorIdentity>(new Identify(0));

    private IReadOnlyList<PeerAddress> KeptNodes() => Content(StateKind.Nodes, content => NodesContent.Decode(content)!.Nodes);

    private IReadOnlyList<LastingAnnouncement> KeptAnnouncements() => Content(StateKind.Announcements, content => AnnouncementsContent.Decode(Crypto, content)!);

    private T Content<T>(StateKind kind, StateFolder.Decoder<T> decode) where T : class
    {
        Assert.Equal(StateFault.None, StateEnvelope.TryUnwrap(Crypto, kind, File.ReadAllBytes(_temporary.PathOf(kind.FileName())), out var content));
        return decode(content)!;
    }

    private static BucketSnapshot SnapshotOf(Node node)
    {
        var bucket = new Bucket(BucketLimits.Default);
        bucket.Heard(1, node);
        return bucket.Snapshot;
    }
}
