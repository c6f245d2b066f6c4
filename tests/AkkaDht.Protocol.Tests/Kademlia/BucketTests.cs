using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.Kademlia.KademliaData;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class BucketTests
{
    [Fact]
    public void Members_are_ascending_by_id_in_whatever_order_they_came()
    {
        var bucket = new Bucket(Limits);
        foreach (var number in (int[])[7, 2, 9, 1, 8]) bucket.Heard(tick: 1, NodeOf(number));

        Assert.Equal([NodeOf(1), NodeOf(2), NodeOf(7), NodeOf(8), NodeOf(9)], NodesOf(bucket));
    }

    [Fact]
    public void A_new_member_counts_as_added_pinged_and_seen_now()
    {
        var bucket = BucketOf(1, tick: 5);

        Assert.True(bucket.TryGet(IdOf(1), out var known));
        Assert.Equal(new KnownNode(NodeOf(1), Added: 5, Pinged: 5), known);
    }

    [Fact]
    public void A_member_that_is_heard_again_stays_since_it_was_added()
    {
        var bucket = BucketOf(1, tick: 5);

        Assert.Equal(InsertKind.Updated, bucket.Heard(tick: 9, NodeOf(1)).Kind);
        Assert.True(bucket.TryGet(IdOf(1), out var known));
        Assert.Equal(new KnownNode(NodeOf(1), Added: 5, Pinged: 9), known);
    }

    [Fact]
    public void A_full_bucket_offers_its_oldest_node()
    {
        var bucket = BucketOf(20, tick: 1);
        for (var number = 1; number <= 20; number++)
        {
            if (number != 13) bucket.Heard(tick: 2, NodeOf(number));
        }

        var outcome = bucket.Heard(tick: 3, NodeOf(21));

        Assert.Equal(InsertKind.Full, outcome.Kind);
        Assert.Equal(NodeOf(13), outcome.Oldest?.Node);
        Assert.False(bucket.TryGet(IdOf(21), out _));
    }

    [Fact]
    public void Among_nodes_pinged_equally_long_ago_the_one_added_first_is_oldest()
    {
        var bucket = new Bucket(Limits);
        bucket.Heard(tick: 3, NodeOf(20));
        for (var number = 1; number <= 20; number++) bucket.Heard(tick: 4, NodeOf(number));

        Assert.Equal(NodeOf(20), bucket.Heard(tick: 5, NodeOf(21)).Oldest?.Node);
    }

    [Fact]
    public void A_full_bucket_in_which_all_were_pinged_in_this_tick_offers_none()
    {
        var bucket = BucketOf(20, tick: 1);

        Assert.Equal(new InsertOutcome(InsertKind.Full, Oldest: null), bucket.Heard(tick: 1, NodeOf(21)));
    }

    [Theory]
    [InlineData(11, 361, false)]
    [InlineData(12, 361, true)]
    [InlineData(11, 360, true)]
    public void An_old_node_that_was_pinged_lately_keeps_its_place(long ticksSincePinged, long ticksSinceAdded, bool isOffered)
    {
        const long Now = 1000;
        var bucket = BucketOf(20, Now - ticksSinceAdded);
        for (var number = 1; number <= 20; number++) bucket.Heard(Now - ticksSincePinged, NodeOf(number));

        Assert.Equal(isOffered, bucket.Heard(Now, NodeOf(21)).Oldest is not null);
    }

    [Fact]
    public void A_third_node_of_one_public_subnet_is_refused()
    {
        var bucket = new Bucket(Limits);

        Assert.Equal(InsertKind.Inserted, bucket.Heard(tick: 1, NodeIn("88.99.3", 1)).Kind);
        Assert.Equal(InsertKind.Inserted, bucket.Heard(tick: 1, NodeIn("88.99.3", 2)).Kind);
        Assert.Equal(InsertKind.Refused, bucket.Heard(tick: 1, NodeIn("88.99.3", 3)).Kind);
        Assert.Equal(InsertKind.Inserted, bucket.Heard(tick: 1, NodeIn("88.99.4", 4)).Kind);
        Assert.Equal(InsertKind.Updated, bucket.Heard(tick: 1, NodeIn("88.99.3", 2)).Kind);
    }

    [Theory]
    [InlineData("127.0.0")]
    [InlineData("10.1.2")]
    [InlineData("192.168.1")]
    public void Private_subnets_are_not_limited_unless_the_settings_say_so(string subnet)
    {
        var exempt = new Bucket(Limits);
        var strict = new Bucket(Limits with { ExemptPrivate = false });
        for (var number = 1; number <= 5; number++)
        {
            exempt.Heard(tick: 1, NodeIn(subnet, number));
            strict.Heard(tick: 1, NodeIn(subnet, number));
        }

        Assert.Equal(5, exempt.Count);
        Assert.Equal(2, strict.Count);
    }

    [Fact]
    public void A_member_that_goes_makes_room_in_bucket_and_subnet()
    {
        var bucket = BucketOf(18, tick: 1);
        bucket.Heard(tick: 1, NodeIn("88.99.3", 19));
        bucket.Heard(tick: 1, NodeIn("88.99.3", 20));

        Assert.True(bucket.Remove(IdOf(19)));
        Assert.False(bucket.Remove(IdOf(19)));
        Assert.Equal(InsertKind.Inserted, bucket.Heard(tick: 1, NodeIn("88.99.3", 21)).Kind);
        Assert.Equal(20, bucket.Count);
    }

    [Fact]
    public void A_check_marks_a_member_as_pinged_but_not_as_seen()
    {
        var bucket = BucketOf(1, tick: 5);

        Assert.True(bucket.TryMarkPinged(tick: 8, IdOf(1)));
        Assert.False(bucket.TryMarkPinged(tick: 8, IdOf(2)));
        Assert.True(bucket.TryGet(IdOf(1), out var known));
        Assert.Equal(8, known.Pinged);
    }

    [Fact]
    public void The_first_down_hint_asks_for_a_check_and_later_ones_once_per_ping()
    {
        var bucket = BucketOf(1, tick: 5);

        Assert.True(bucket.TryCountDownHint(tick: 5, IdOf(1)));
        Assert.False(bucket.TryCountDownHint(tick: 5, IdOf(1)));
        Assert.True(bucket.TryCountDownHint(tick: 6, IdOf(1)));
        bucket.TryMarkPinged(tick: 6, IdOf(1));
        Assert.False(bucket.TryCountDownHint(tick: 6, IdOf(1)));

        Assert.True(bucket.TryGet(IdOf(1), out var known));
        Assert.Equal(2, known.DownHints);
    }

    [Fact]
    public void A_down_hint_about_a_stranger_asks_for_nothing() => Assert.False(BucketOf(1, tick: 5).TryCountDownHint(tick: 5, IdOf(2)));

    [Fact]
    public void The_snapshot_stays_the_same_until_membership_changes()
    {
        var bucket = BucketOf(3, tick: 1);
        var first = bucket.Snapshot;
        bucket.Heard(tick: 2, NodeOf(2));
        bucket.TryMarkPinged(tick: 3, IdOf(2));
        bucket.TryCountDownHint(tick: 4, IdOf(2));
        Assert.Same(first, bucket.Snapshot);

        bucket.Remove(IdOf(2));
        Assert.NotSame(first, bucket.Snapshot);
        Assert.Equal(3, first.Count);
        Assert.Equal([IdOf(1), IdOf(3)], bucket.Snapshot.Ids);
    }

    [Fact]
    public void A_snapshot_lists_addresses_in_the_order_of_its_ids()
    {
        var snapshot = BucketOf(3, tick: 1).Snapshot;

        Assert.Equal(3 * PeerAddress.WireLength, snapshot.PackedAddresses.Length);
        Assert.Equal(NodeOf(3).Address, PeerAddress.Read(snapshot.PackedAddresses[(2 * PeerAddress.WireLength)..]));
        Assert.True(snapshot.TryGet(IdOf(2), out var node));
        Assert.Equal(NodeOf(2), node);
        Assert.False(snapshot.TryGet(IdOf(4), out _));
    }

    [Fact]
    public void A_restored_bucket_has_the_members_of_its_snapshot()
    {
        var restored = Bucket.Restore(Limits, BucketOf(7, tick: 1).Snapshot, tick: 9);

        Assert.Equal(Enumerable.Range(1, 7).Select(NodeOf), NodesOf(restored));
        Assert.All(restored.Members.ToArray(), member => Assert.Equal(9, member.Pinged));
    }

    [Fact]
    public void Hearing_a_member_allocates_nothing()
    {
        var bucket = BucketOf(20, tick: 1);
        bucket.Heard(tick: 2, NodeOf(7));

        var before = GC.GetAllocatedBytesForCurrentThread();
        bucket.Heard(tick: 3, NodeOf(7));
        bucket.Heard(tick: 3, NodeOf(21));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Node[] NodesOf(Bucket bucket) => [.. bucket.Members.ToArray().Select(member => member.Node)];
}
