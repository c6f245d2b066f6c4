using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using static AkkaDht.Protocol.Tests.HyperDht.Records.StoreUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>What happens at each bound of the store.</summary>
public sealed class StoreBoundsTests
{
    private const int Few = 8;

    [Fact]
    public void One_announcement_too_many_makes_the_fresh_ones_stale_and_drops_the_stale_ones()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { MaxAnnouncements = Few });
        for (var i = 0; i <= Few; i++) node.Announce(Topic(i), Pair(1));
        Assert.Equal(Few + 1, node.Stats.Announcements);

        for (var i = 0; i <= Few; i++) node.Announce(Topic(100 + i), Pair(1));
        Assert.Equal(Few + 1, node.Stats.Announcements);
        Assert.Empty(node.Found(Topic(0)));
        Assert.NotEmpty(node.Found(Topic(100)));
    }

    [Fact]
    public void Announcements_of_one_topic_are_bounded_too()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { MaxAnnouncements = Few });
        for (var i = 0; i < 10 * Few; i++) node.Announce(Topic(1), Pair(i));
        Assert.InRange(node.Stats.Announcements, 1, 2 * (Few + 1));
    }

    [Fact]
    public void Servers_that_announce_themselves_are_bounded() => AssertBounded(
        new RecordStoreSettings { MaxForwards = Few },
        (node, i) => node.Announce(Targets.Of(Suite, Pair(i).PublicKey), Pair(i)),
        stats => stats.Forwards);

    [Fact]
    public void Announcements_that_a_token_renews_are_bounded() => AssertBounded(
        new RecordStoreSettings { MaxRefreshes = Few },
        (node, i) => node.Announce(Topic(1), Pair(1), refresh: SecretToken.Random(new SeededRandom(i))),
        stats => stats.Refreshes);

    [Fact]
    public void Topics_that_were_marked_are_bounded() => AssertBounded(
        new RecordStoreSettings { MaxBumps = Few },
        (node, i) => node.Announce(Topic(i), Pair(1), bump: 1),
        stats => stats.Bumps);

    [Fact]
    public void Mutable_values_are_bounded() => AssertBounded(
        new RecordStoreSettings { MaxMutables = Few },
        (node, i) => node.PutMutable(Pair(i), 1, [1]),
        stats => stats.Mutables);

    [Fact]
    public void Immutable_values_are_bounded() => AssertBounded(
        new RecordStoreSettings { MaxImmutables = Few },
        (node, i) => node.PutImmutable(BitConverter.GetBytes(i)),
        stats => stats.Immutables);

    [Fact]
    public void A_value_too_long_is_not_taken_in_and_counted()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { MaxValueBytes = 100 });

        Assert.NotNull(node.PutImmutable(new byte[100]));
        Assert.Null(node.PutImmutable(new byte[101]));
        Assert.NotNull(node.PutMutable(Pair(1), 1, new byte[100]));
        Assert.Null(node.PutMutable(Pair(1), 2, new byte[101]));
        Assert.Equal(2, node.Stats.RefusedByValue);
        Assert.Equal(2, node.Stats.Entries);
    }

    [Fact]
    public void A_host_at_its_budget_stores_no_more_and_others_still_do()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { MaxBytesPerAddress = 2000 });
        Assert.NotNull(node.PutImmutable(new byte[1500], Alice));
        Assert.Null(node.PutImmutable(new byte[1501], Alice));
        Assert.NotNull(node.PutImmutable(new byte[1501], Bob));
        Assert.Equal(1, node.Stats.RefusedByAddress);
        Assert.Equal(2, node.Stats.Hosts);
    }

    [Fact]
    public void A_full_store_takes_nothing_more_in_until_something_has_gone()
    {
        var settings = new RecordStoreSettings { MaxBytes = 4000 };
        var node = new StoreUnderTest(settings);
        Assert.NotNull(node.PutImmutable(new byte[1500], Alice));
        Assert.NotNull(node.PutImmutable(new byte[1501], Bob));
        Assert.Null(node.PutImmutable(new byte[1502], Bob));
        Assert.True(node.Stats.Bytes <= settings.MaxBytes);
        Assert.Equal(1, node.Stats.RefusedByTotal);

        node.Pass(settings.ValueAge * 2);
        Assert.Equal(0, node.Stats.Bytes);
        Assert.Equal(0, node.Stats.Hosts);
        Assert.NotNull(node.PutImmutable(new byte[1502], Bob));
    }

    [Fact]
    public void Whoever_is_at_the_budget_still_replaces_what_is_its_own()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { MaxBytesPerAddress = 2000 });
        Assert.NotNull(node.PutMutable(Pair(1), 1, new byte[1500]));
        Assert.NotNull(node.PutMutable(Pair(1), 2, new byte[1501]));
        Assert.Null(node.PutMutable(Pair(1), 3, new byte[2500]));
        Assert.Equal(2ul, node.GetMutable(Pair(1))!.Seq);
    }

    [Fact]
    public void Every_kind_of_entry_is_charged_and_given_back()
    {
        var node = new StoreUnderTest();
        node.Announce(Topic(1), Pair(1), refresh: SecretToken.Random(new SeededRandom(1)), bump: 5);
        node.Announce(Targets.Of(Suite, Pair(2).PublicKey), Pair(2), from: Bob);
        node.PutImmutable([1]);
        node.PutMutable(Pair(3), 1, [1]);
        Assert.Equal(6, node.Stats.Entries);
        Assert.True(node.Stats.Bytes > 6 * ByteBudget.EntryOverhead);

        node.Unannounce(Topic(1), Pair(1));
        node.Unannounce(Targets.Of(Suite, Pair(2).PublicKey), Pair(2));
        node.Pass(new RecordStoreSettings().ValueAge * 2);
        Assert.Equal(0, node.Stats.Entries);
        Assert.Equal(0, node.Stats.Bytes);
        Assert.Equal(0, node.Stats.Hosts);
    }

    [Fact]
    public void An_age_of_zero_never_ends()
    {
        var node = new StoreUnderTest(new RecordStoreSettings { AnnouncementAge = TimeSpan.Zero });
        node.Announce(Topic(1), Pair(1));

        node.Pass(TimeSpan.FromDays(1000));
        Assert.Single(node.Found(Topic(1)));
    }

    private static void AssertBounded(RecordStoreSettings settings, Action<StoreUnderTest, int> store, Func<RecordStoreStats, int> count)
    {
        var node = new StoreUnderTest(settings);
        for (var i = 0; i < Few; i++) store(node, i);
        Assert.Equal(Few, count(node.Stats));

        for (var i = Few; i < 10 * Few; i++)
        {
            store(node, i);
            Assert.InRange(count(node.Stats), Few, 2 * Few);
        }
    }
}
