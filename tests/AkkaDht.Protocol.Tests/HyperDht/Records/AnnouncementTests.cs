using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using static AkkaDht.Protocol.Tests.HyperDht.Records.StoreUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>Who is present under a topic, as a storing node sees it.</summary>
public sealed class AnnouncementTests
{
    private static readonly TimeSpan Age = new RecordStoreSettings().AnnouncementAge;
    private static readonly PeerAddress Relay = PeerAddress.Parse("1.2.3.4:5");

    private readonly StoreUnderTest _node = new();

    [Fact]
    public void Who_announced_a_topic_is_found_under_it_alone()
    {
        var answer = _node.Announce(Topic(1), Pair(1), relays: [Relay]);

        Assert.Equal(new Answer { IncludeToken = false, IncludeCloserNodes = false }, answer);
        var found = Assert.Single(_node.Lookup(Topic(1)).Peers);
        Assert.Equal(Pair(1).PublicKey, found.PublicKey);
        Assert.Equal([Relay], found.Relays);
        Assert.Null(_node.Ask(PeerCommands.Lookup, Topic(2))!.Value);
    }

    [Fact]
    public void The_first_word_of_a_key_stays_while_it_is_fresh_and_gives_way_when_it_is_stale()
    {
        _node.Announce(Topic(1), Pair(1));
        _node.Announce(Topic(1), Pair(1), relays: [Relay]);
        Assert.Empty(Assert.Single(_node.Lookup(Topic(1)).Peers).Relays);

        _node.Pass(Age * 0.7);
        _node.Announce(Topic(1), Pair(1), relays: [Relay]);
        Assert.Equal([Relay], Assert.Single(_node.Lookup(Topic(1)).Peers).Relays);
    }

    [Fact]
    public void An_announcement_lives_two_thirds_of_its_age_at_least_and_four_thirds_at_most_however_often_it_is_read()
    {
        _node.Announce(Topic(1), Pair(1));
        _node.Pass(Age * 0.6);
        _node.Announce(Topic(2), Pair(2));

        _node.Pass(Age * 0.66);
        Assert.NotEmpty(_node.Found(Topic(1)));
        Assert.NotEmpty(_node.Found(Topic(2)));

        _node.Pass(Age * 0.1);
        Assert.Empty(_node.Found(Topic(1)));
        Assert.Empty(_node.Found(Topic(2)));
        Assert.Equal(0, _node.Stats.Entries);
        Assert.Equal(Instant.Never, _node.NextDeadline);
    }

    [Fact]
    public void A_lookup_tells_twenty_of_many_and_others_the_next_time()
    {
        for (var i = 0; i < 50; i++) _node.Announce(Topic(1), Pair(i));

        var first = _node.Found(Topic(1));
        var second = _node.Found(Topic(1));

        Assert.Equal(RecordStore.MaxTold, first.Distinct().Count());
        Assert.Equal(RecordStore.MaxTold, second.Distinct().Count());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Whoever_withdraws_is_found_no_more()
    {
        _node.Announce(Topic(1), Pair(1));
        _node.Announce(Topic(1), Pair(2));

        Assert.NotNull(_node.Unannounce(Topic(1), Pair(1)));
        Assert.Equal([Pair(2).PublicKey.ToHex()], _node.Found(Topic(1)));
    }

    [Fact]
    public void A_server_that_announces_itself_is_found_by_its_key_and_handshakes_go_there()
    {
        var target = Targets.Of(Suite, Pair(1).PublicKey);
        _node.Announce(target, Pair(1), from: Bob, relays: [Relay]);

        Assert.True(PeerRecord.TryDecode(_node.Ask(PeerCommands.FindPeer, target)!.Value!.Value.Span, out var record));
        Assert.Equal([Relay], record.Relays);
        Assert.Equal(Bob, _node.Router.RelayOf(_node.Now, target));
        Assert.Single(_node.Lookup(target).Peers);
        Assert.Equal(0, _node.Stats.Announcements);

        Assert.NotNull(_node.Unannounce(target, Pair(1)));
        Assert.Null(_node.Ask(PeerCommands.FindPeer, target)!.Value);
    }

    [Fact]
    public void A_server_of_this_node_is_told_though_its_key_is_announced_from_elsewhere()
    {
        var target = Targets.Of(Suite, Pair(1).PublicKey);
        _node.Announce(target, Pair(1), relays: [Relay]);
        _node.Router.Listen(target, RecordOf(Pair(1)));
        _node.Announce(target, Pair(1), relays: [Relay]);
        _node.Unannounce(target, Pair(1));

        Assert.Empty(Assert.Single(_node.Lookup(target).Peers).Relays);
        Assert.Null(_node.Router.RelayOf(_node.Now, target));

        _node.Router.Unlisten(target);
        Assert.Empty(_node.Found(target));
    }

    [Fact]
    public void A_token_renews_an_announcement_once_and_the_next_one_again()
    {
        var chain = RefreshChain.Create(Suite, new SeededRandom(3), 3);
        _node.Announce(Topic(1), Pair(1), refresh: chain[0]);

        _node.Pass(Age * 0.7);
        Assert.NotNull(_node.Refresh(Topic(1), chain[1]));
        Assert.Null(_node.Refresh(Topic(1), chain[1]));
        _node.Pass(Age * 0.7);
        Assert.NotNull(_node.Refresh(Topic(1), chain[2]));

        _node.Pass(Age * 0.6);
        Assert.Single(_node.Found(Topic(1)));
        Assert.Null(_node.Refresh(Topic(1), SecretToken.Random(new SeededRandom(4))));
    }

    [Theory]
    [InlineData(1_800_000_060_000, 1_800_000_060_000)]
    [InlineData(1_800_000_060_001, 5)]
    [InlineData(4, 5)]
    [InlineData(6, 6)]
    public void A_mark_counts_when_it_is_newer_and_not_far_ahead(ulong bump, ulong expected)
    {
        _node.Announce(Topic(1), Pair(1), bump: 5);
        _node.Announce(Topic(1), Pair(1), bump: bump);

        Assert.Equal(expected, _node.Lookup(Topic(1)).Bump);
    }

    [Fact]
    public void Announcements_that_prove_nothing_get_silence_and_are_counted()
    {
        var (pair, record) = (Pair(1), RecordOf(Pair(1)));
        var signed = new Announcement(record, null, RecordSignatures.SignAnnounce(Suite, pair, Topic(1), OwnId, Token, record), 0);

        Assert.Null(_node.Ask(PeerCommands.Announce, Topic(1), signed.ToBytes()));
        Assert.Null(_node.Ask(PeerCommands.Announce, null, signed.ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.Announce, Topic(1), null, Token));
        Assert.Null(_node.Ask(PeerCommands.Announce, Topic(2), signed.ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.Announce, Topic(1), (signed with { Signature = null }).ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.Announce, Topic(1), new Announcement(null, null, null, 0).ToBytes(), Token));
        Assert.Null(_node.Ask(PeerCommands.Unannounce, Topic(1), signed.ToBytes(), Token));
        Assert.Equal(7, _node.Stats.Rejected);
        Assert.Equal(0, _node.Stats.Entries);
    }

    [Fact]
    public void A_node_that_is_not_persistent_stores_nothing_and_knows_no_command()
    {
        _node.Id = null;

        for (var command = PeerCommands.FindPeer; command <= PeerCommands.Plugin; command++)
            Assert.Equal(Answer.Failure(ErrorCodes.UnknownCommand), _node.Ask(command, Topic(1), [1], Token));
        Assert.Equal(0, _node.Stats.Entries);
    }

    [Fact]
    public void A_command_beyond_those_known_is_answered_so_and_an_extension_that_nobody_has_is_not()
    {
        Assert.Equal(ErrorCodes.UnknownCommand, _node.Ask(PeerCommands.Plugin + 1, Topic(1))!.Error);
        Assert.Null(_node.Ask(PeerCommands.Plugin, Topic(1), new PluginMessage("x", 1, 1, null).ToBytes()));
    }
}
