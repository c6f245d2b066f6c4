using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Tests.Support;
using static AkkaDht.Routing.BucketMessages;

namespace AkkaDht.Tests.Routing;

/// <summary>One bucket as an actor: its table is <see cref="PartsTest.Parent"/>, its pings go to <see cref="PartsTest.Requests"/>.</summary>
public sealed class BucketActorTests : PartsTest
{
    private const int Row = 0;
    private const int Capacity = RoutingTable.DefaultCapacity;

    [Fact]
    public void A_node_that_is_heard_is_published_before_the_table_learns_of_it()
    {
        var bucket = StartBucket();

        bucket.Tell(new Heard(1, NodeOf(1)));

        Parent.ExpectMsg(new Added(NodeOf(1)));
        Assert.True(Parts.Identity.Table.TryGet(NodeOf(1).Id, out _));
    }

    [Fact]
    public void A_node_that_is_heard_again_is_no_news()
    {
        var bucket = StartBucket(members: 1);

        bucket.Tell(new Heard(2, NodeOf(1)));
        bucket.Tell(new Heard(2, NodeOf(2)));

        Parent.ExpectMsg(new Added(NodeOf(2)));
    }

    [Fact]
    public void A_full_bucket_offers_its_oldest_node()
    {
        var bucket = StartBucket(Capacity);

        bucket.Tell(new Heard(50, NodeOf(99)));

        Parent.ExpectMsg(new Full(NodeOf(99), NodeOf(1)));
    }

    [Fact]
    public void A_check_pings_the_node_and_keeps_it_when_it_answers_with_its_id()
    {
        var bucket = StartBucket(members: 1);

        bucket.Tell(new Check(5, NodeOf(1).Id));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), ReplyOf(NodeOf(1).Address, NodeOf(1).Id));

        Parent.ExpectMsg(new Checked(IsSwap: false));
        Assert.Equal(1, Parts.Identity.Table.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_node_that_does_not_answer_or_answers_without_its_id_leaves(bool answersWithoutId)
    {
        var bucket = StartBucket(members: 1);

        bucket.Tell(new Check(5, NodeOf(1).Id));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), answersWithoutId ? ReplyOf(NodeOf(1).Address, null) : null);

        Parent.ExpectMsg(new Removed(NodeOf(1)));
        Parent.ExpectMsg(new Checked(IsSwap: false));
        Assert.Equal(0, Parts.Identity.Table.Count);
    }

    [Fact]
    public void A_ping_that_was_never_sent_says_nothing_about_the_node()
    {
        var bucket = StartBucket(members: 1);

        bucket.Tell(new Check(5, NodeOf(1).Id));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), null, RequestOutcomeKind.Suspended);

        Parent.ExpectMsg(new Checked(IsSwap: false));
        Assert.Equal(1, Parts.Identity.Table.Count);
    }

    [Fact]
    public void A_check_of_a_node_that_has_left_ends_at_once()
    {
        StartBucket().Tell(new Check(5, NodeOf(1).Id));

        Parent.ExpectMsg(new Checked(IsSwap: false));
    }

    [Fact]
    public void A_newcomer_takes_the_place_of_a_node_that_does_not_answer()
    {
        var bucket = StartBucket(Capacity);

        bucket.Tell(new Swap(50, NodeOf(1).Id, NodeOf(99)));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), null);

        Parent.ExpectMsg(new Removed(NodeOf(1)));
        Parent.ExpectMsg(new Added(NodeOf(99)));
        Parent.ExpectMsg(new Checked(IsSwap: true));
    }

    [Fact]
    public void A_newcomer_finds_no_place_when_the_oldest_node_answers()
    {
        var bucket = StartBucket(Capacity);

        bucket.Tell(new Swap(50, NodeOf(1).Id, NodeOf(99)));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), ReplyOf(NodeOf(1).Address, NodeOf(1).Id));

        Parent.ExpectMsg(new Checked(IsSwap: true));
        Assert.False(Parts.Identity.Table.TryGet(NodeOf(99).Id, out _));
    }

    [Fact]
    public void A_hint_causes_one_check_in_a_tick_and_ends_in_any_case()
    {
        var bucket = StartBucket(members: 1);

        bucket.Tell(new CheckHinted(5, NodeOf(1).Id));
        bucket.Tell(new CheckHinted(5, NodeOf(1).Id));

        Parent.ExpectMsg(new Checked(IsSwap: false));
        Requests.ExpectMsg<RequestMessages.Send>();
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_node_that_is_given_up_leaves_once()
    {
        var bucket = StartBucket(members: 2);

        bucket.Tell(new Remove(NodeOf(1).Id));
        bucket.Tell(new Remove(NodeOf(1).Id));
        bucket.Tell(new Remove(NodeOf(2).Id));

        Parent.ExpectMsg(new Removed(NodeOf(1)));
        Parent.ExpectMsg(new Removed(NodeOf(2)));
    }

    [Fact]
    public void A_bucket_that_adopts_a_table_goes_on_with_what_is_published_there()
    {
        var bucket = StartBucket(members: 1);
        var table = new RoutingTable(default);
        var known = new Bucket(BucketLimits.Default);
        known.Heard(1, NodeOf(7));
        table.Publish(Row, known.Snapshot);

        bucket.Tell(new Adopt(table));
        bucket.Tell(new Remove(NodeOf(1).Id));
        bucket.Tell(new Remove(NodeOf(7).Id));

        Parent.ExpectMsg(new Removed(NodeOf(7)));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void A_newcomer_that_belongs_into_another_row_of_the_adopted_table_is_left_out()
    {
        var bucket = StartBucket(Capacity);
        bucket.Tell(new Swap(50, NodeOf(1).Id, NodeOf(99)));
        var ping = Requests.ExpectMsg<RequestMessages.Send>();

        var table = new RoutingTable(NodeOf(99).Id);
        bucket.Tell(new Adopt(table));
        Answer(ping, null);

        Parent.ExpectMsg(new Checked(IsSwap: true));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void A_bucket_that_fails_goes_on_from_its_snapshot_and_ends_its_checks()
    {
        var bucket = StartBucket(members: 3);
        bucket.Tell(new Check(5, NodeOf(1).Id));
        Requests.ExpectMsg<RequestMessages.Send>();

        bucket.Tell(Kill.Instance);

        Parent.ExpectMsg(new Checked(IsSwap: false));
        bucket.Tell(new Remove(NodeOf(2).Id));
        Parent.ExpectMsg(new Removed(NodeOf(2)));
        Assert.Equal(2, Parts.Identity.Table.Count);
    }

    private IActorRef StartBucket(int members = 0)
    {
        var parts = Parts;
        var bucket = Start(Props.Create(() => new BucketActor(parts, Row)), "bucket-000");
        for (var number = 1; number <= members; number++)
        {
            bucket.Tell(new Heard(number, NodeOf(number)));
            Parent.ExpectMsg<Added>();
        }

        return bucket;
    }

    private void Answer(RequestMessages.Send ping, Reply? reply, RequestOutcomeKind failure = RequestOutcomeKind.TimedOut) =>
        Requests.Reply(new RequestMessages.Finished(ping.Tag, reply is null ? failure : RequestOutcomeKind.Replied, reply, default, 0));

    private static Reply ReplyOf(PeerAddress from, NodeId? id) => new(1, TimeSpan.Zero, from, id, PeerAddress.None, null, [], 0, null);

    // Ids that begin with a one bit are in row 0 of the table of id 0, in the order of their numbers.
    private static Node NodeOf(int number) => new(new NodeId(0x8000000000000000 | (uint)number, 0, 0, 0), PeerAddress.Loopback((ushort)number));
}
