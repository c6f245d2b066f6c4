using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Tests.HyperDht.Relaying.RelayUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Relaying;

/// <summary>A relay and the peers that it joins.</summary>
public sealed class BlindRelayTests
{
    private readonly RelayUnderTest _relay = new();

    [Fact]
    public void Two_ends_with_one_token_and_opposite_roles_are_joined_and_told()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        Assert.True(alice.Pair(isInitiator: true, token: 1, streamId: 11));
        Assert.True(bob.Pair(isInitiator: false, token: 1, streamId: 22));
        _relay.Deliver();

        var link = Assert.Single(_relay.Opened);
        Assert.Equal((new StreamId(11), new StreamId(22)), (link.Initiator.RemoteId, link.Responder.RemoteId));
        Assert.Equal(new RelayPaired(Token(1), new StreamId(1002)), Assert.Single(alice.Paired));
        Assert.Equal(new RelayPaired(Token(1), new StreamId(1001)), Assert.Single(bob.Paired));
        Assert.Equal((0, 0), (alice.Client.Pending, bob.Client.Pending));
        Assert.Equal((0, 1, 2L, 1L), (Stats.Pending, Stats.Links, Stats.Requested, Stats.Matched));
    }

    [Fact]
    public void A_peer_may_be_both_ends()
    {
        var peer = _relay.Connect();
        Assert.True(peer.Pair(true, 1, 11));
        Assert.False(peer.Pair(false, 1, 12));
        Assert.True(peer.Client.Channel.TrySend(RelayPair.Type, new RelayPair(false, Token(1), 12)));
        _relay.Deliver();

        Assert.Equal(new StreamId(1002), Assert.Single(peer.Paired).RemoteId);
        peer.Client.Channel.Close();
        _relay.Deliver();
        Assert.Single(_relay.Ended);
        AssertNothingIsHeld();
    }

    [Fact]
    public void Ends_with_other_tokens_or_the_same_role_are_not_joined()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        alice.Pair(true, 1, 11);
        bob.Pair(false, 2, 22);
        bob.Pair(true, 1, 23);
        _relay.Deliver();

        Assert.Empty(_relay.Opened);
        Assert.Equal(2, Stats.Pending);

        // The role was taken: whoever comes in the other one meets the first.
        bob.Client.Unpair(Token(2));
        var carol = _relay.Connect();
        carol.Pair(false, 1, 33);
        _relay.Deliver();
        Assert.Same(alice.Session, Assert.Single(_relay.Opened).Initiator.Session);
    }

    [Fact]
    public void What_is_withdrawn_is_not_joined()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        alice.Pair(true, 1, 11);
        alice.Client.Unpair(Token(1));
        bob.Pair(false, 1, 22);
        _relay.Deliver();

        Assert.Empty(_relay.Opened);
        Assert.Equal((1, 1L), (Stats.Pending, Stats.Cancelled));
        Assert.Equal(0, alice.Client.Pending);
    }

    [Fact]
    public void What_was_joined_is_ended_by_either_end_and_by_nobody_else()
    {
        var (alice, bob, eve) = (_relay.Connect(), _relay.Connect(), _relay.Connect());
        Join(alice, bob, 1);
        eve.Client.Unpair(Token(1));
        _relay.Deliver();
        Assert.Empty(_relay.Ended);

        bob.Client.Unpair(Token(1));
        _relay.Deliver();
        Assert.Same(_relay.Opened[0], Assert.Single(_relay.Ended));
        Assert.True(_relay.Ended[0].IsEnded);

        // The token may be used again.
        Join(alice, bob, 1);
        Assert.Equal(2, _relay.Opened.Count);
    }

    [Fact]
    public void A_peer_that_leaves_takes_its_requests_and_links_along()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        Join(alice, bob, 1);
        alice.Pair(true, 2, 12);
        bob.Pair(true, 3, 22);
        _relay.Deliver();

        alice.Client.Channel.Close();
        _relay.Deliver();
        Assert.True(alice.HasLeft);
        Assert.False(bob.HasLeft);
        Assert.Single(_relay.Ended);
        Assert.Equal((1, 1, 0), (Stats.Sessions, Stats.Pending, Stats.Links));

        bob.AtRelay.HandleClosed();
        _relay.Deliver();
        AssertNothingIsHeld();
    }

    [Fact]
    public void A_link_that_ends_by_itself_is_forgotten()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        Join(alice, bob, 1);
        _relay.Server.HandleEnded(_relay.Now, _relay.Opened[0]);
        _relay.Server.HandleEnded(_relay.Now, _relay.Opened[0]);
        _relay.Server.HandleOpened(_relay.Opened[0], new StreamId(1), new StreamId(2));

        Assert.Equal(0, Stats.Links);
        alice.Client.Unpair(Token(1));
        _relay.Deliver();
        Assert.Empty(_relay.Ended);
        Assert.Single(alice.Paired);
    }

    [Fact]
    public void Ends_that_cannot_be_joined_are_not_told()
    {
        _relay.HasNoIds = true;
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        Join(alice, bob, 1);

        Assert.Empty(alice.Paired);
        Assert.Equal(0, Stats.Links);
    }

    [Fact]
    public void An_end_waits_for_the_other_no_longer_than_is_set()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        alice.Pair(true, 1, 11);
        _relay.Deliver();
        _relay.Now += TimeSpan.FromSeconds(20);
        alice.Pair(true, 2, 12);
        bob.Pair(true, 3, 23);
        _relay.Deliver();
        Assert.Equal(Instant.Zero + TimeSpan.FromSeconds(30), _relay.Server.NextDeadline);

        _relay.Now = _relay.Server.NextDeadline;
        _relay.Server.HandleTimeout(_relay.Now);
        Assert.Equal((2, 1L), (Stats.Pending, Stats.Expired));
        bob.Pair(false, 1, 21);
        bob.Pair(false, 2, 22);
        _relay.Deliver();
        Assert.Equal(new StreamId(12), Assert.Single(_relay.Opened).Initiator.RemoteId);
    }

    [Fact]
    public void A_peer_that_has_nothing_here_is_sent_away()
    {
        var (alice, bob) = (_relay.Connect(), _relay.Connect());
        _relay.Now += TimeSpan.FromSeconds(10);
        Join(alice, bob, 1);
        var carol = _relay.Connect();
        Assert.Equal(Instant.Zero + TimeSpan.FromSeconds(40), _relay.Server.NextDeadline);

        _relay.Now = _relay.Server.NextDeadline;
        _relay.Server.HandleTimeout(_relay.Now);
        _relay.Deliver();
        Assert.True(carol.HasLeft);
        Assert.False(carol.Pair(true, 2, 3));
        Assert.Equal(2, Stats.Sessions);

        // From when its last stream has ended.
        bob.Client.Unpair(Token(1));
        _relay.Deliver();
        Assert.Equal(_relay.Now + TimeSpan.FromSeconds(30), _relay.Server.NextDeadline);
        alice.Pair(true, 2, 3);
        _relay.Deliver();
        _relay.Now += TimeSpan.FromSeconds(30);
        _relay.Server.HandleTimeout(_relay.Now);
        _relay.Deliver();
        Assert.True(bob.HasLeft);
    }

    [Fact]
    public void Peers_beyond_the_bound_are_refused_until_one_leaves()
    {
        var relay = new RelayUnderTest(new() { MaxSessions = 2 });
        var first = relay.Connect();
        Assert.NotNull(relay.Connect().Session);
        Assert.Null(relay.Connect().Session);
        Assert.Equal(1, relay.Server.Stats.Refused);

        first.Client.Channel.Close();
        relay.Deliver();
        Assert.NotNull(relay.Connect().Session);
    }

    [Fact]
    public void Pairs_of_one_peer_beyond_the_bound_are_refused()
    {
        var relay = new RelayUnderTest(new() { MaxPairsPerSession = 2 });
        var (alice, bob) = (relay.Connect(), relay.Connect());
        for (byte token = 1; token <= 3; token++) alice.Pair(true, token, token);
        bob.Pair(false, 1, 21);
        relay.Deliver();
        Assert.Equal((1, 1, 1L), (relay.Server.Stats.Pending, relay.Server.Stats.Links, relay.Server.Stats.Refused));

        // What is joined counts until it has ended.
        alice.Pair(true, 4, 14);
        relay.Deliver();
        Assert.Equal(2, relay.Server.Stats.Refused);
        relay.Server.HandleEnded(relay.Now, relay.Opened[0]);
        alice.Pair(true, 5, 15);
        relay.Deliver();
        Assert.Equal(2, relay.Server.Stats.Pending);
    }

    [Fact]
    public void Pairs_of_all_peers_beyond_the_bound_are_refused()
    {
        var relay = new RelayUnderTest(new() { MaxPairs = 2 });
        var (alice, bob) = (relay.Connect(), relay.Connect());
        for (byte token = 1; token <= 3; token++) alice.Pair(true, token, token);

        // Whoever meets one that waits needs no further place.
        bob.Pair(false, 1, 21);
        bob.Pair(false, 2, 22);
        bob.Pair(false, 3, 23);
        relay.Deliver();
        Assert.Equal((0, 2, 2L), (relay.Server.Stats.Pending, relay.Server.Stats.Links, relay.Server.Stats.Refused));
    }

    [Theory]
    [InlineData(RelayPair.Type)]
    [InlineData(RelayUnpair.Type)]
    public void A_message_cut_short_ends_the_stream_on_either_side(int type)
    {
        var whole = type == RelayPair.Type ? new RelayPair(true, Token(1), 300, 1).ToBytes() : new RelayUnpair(Token(1)).ToBytes();
        for (var length = 0; length < whole.Length; length++)
        {
            var relay = new RelayUnderTest();
            var peer = relay.Connect();
            Assert.True(peer.Client.Channel.TrySend((ulong)type, whole.AsSpan(0, length)));
            Assert.True(peer.Session!.Channel.TrySend((ulong)type, whole.AsSpan(0, length)));
            relay.Deliver();

            Assert.Equal(MuxError.Malformed, peer.AtRelay.Failure);
            Assert.True(peer.HasLeft);

            // The reference's clients do not read the second kind.
            Assert.Equal(type == RelayPair.Type ? MuxError.Malformed : null, peer.AtPeer.Failure);
        }
    }

    [Fact]
    public void No_stream_has_an_id_of_more_than_32_bits()
    {
        var peer = _relay.Connect();
        peer.Pair(true, 1, 11);
        Assert.True(peer.Session!.Channel.TrySend(RelayPair.Type, new RelayPair(true, Token(1), 1UL << 32)));
        Assert.True(peer.Session.Channel.TrySend(RelayPair.Type, new RelayPair(false, Token(1), 5)));
        _relay.Deliver();
        Assert.Empty(peer.Paired);

        Assert.True(peer.Client.Channel.TrySend(RelayPair.Type, new RelayPair(true, Token(2), 1UL << 32)));
        _relay.Deliver();
        Assert.Equal(MuxError.Malformed, peer.AtRelay.Failure);
        AssertNothingIsHeld();
    }

    [Fact]
    public void Requests_end_with_the_channel()
    {
        var peer = _relay.Connect();
        peer.Pair(true, 1, 11);
        peer.Session!.Channel.Close();
        _relay.Deliver();

        Assert.Equal(0, peer.Client.Pending);
        Assert.False(peer.Pair(true, 2, 12));
        AssertNothingIsHeld();
    }

    private BlindRelayStats Stats => _relay.Server.Stats;

    private void Join(RelayPeer initiator, RelayPeer responder, byte token)
    {
        Assert.True(initiator.Pair(true, token, 11));
        Assert.True(responder.Pair(false, token, 22));
        _relay.Deliver();
    }

    private void AssertNothingIsHeld()
    {
        Assert.Equal((0, 0, 0), (Stats.Sessions, Stats.Pending, Stats.Links));
        Assert.Equal(Instant.Never, _relay.Server.NextDeadline);
    }
}
