using Akka.Actor;
using AkkaDht.Protocol.HyperDht.Relaying;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Servers;
using AkkaDht.Supervision;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>The relay towards peers that do as they like.</summary>
public sealed class RelayActorTests : RelayingTest
{
    [Fact]
    public void The_node_listens_for_its_key_once_it_knows_others()
    {
        var relay = StartRelay();
        Node.ExpectMsg<NodeMessages.WhenBootstrapped>();
        Servers.ExpectNoMsg(TimeSpan.Zero);
        relay.Tell(Bootstrapped);

        var spec = Servers.ExpectMsg<ServerMessages.Listen>().Spec;
        Assert.Equal((null, relay), (spec.KeyPair, spec.Owner));
    }

    [Fact]
    public void After_a_failure_the_node_is_a_relay_as_before()
    {
        var relay = StartRelay();
        var peer = NewPeer(relay);
        InTime(() => peer.IsOpen);
        relay.Tell(new ServerMessages.Listening(CreateTestProbe(), RelayKey.PublicKey));
        relay.Tell(new LinkOpened(null!, default, default));
        InTime(() => peer.IsClosed);

        relay.Tell(Bootstrapped);
        relay.Tell(new ServerMessages.ListenFailed(ListenError.KeyPairInUse));
        var next = NewPeer(relay);
        InTime(() => next.IsOpen);
        Assert.Equal(1, Pairs.Sessions);
    }

    [Fact]
    public void A_peer_beyond_the_bound_is_sent_away()
    {
        Settings = Settings with { Relaying = new() { Pairs = new() { MaxSessions = 1 } } };
        var relay = StartRelay();
        var (first, second) = (NewPeer(relay), NewPeer(relay));
        InTime(() => first.IsOpen && second.IsClosed);

        Assert.Equal((1, 1L), (Pairs.Sessions, Pairs.Refused));
    }

    [Fact]
    public void A_peer_that_wants_nothing_is_sent_away()
    {
        var peer = NewPeer(StartRelay());
        InTime(() => peer.IsOpen);
        Assert.Equal(1, Pairs.Sessions);

        InTime(() => peer.IsClosed, TimeSpan.FromSeconds(1));
        Assert.Equal(0, Pairs.Sessions);
    }

    [Fact]
    public void A_peer_that_breaks_a_rule_is_sent_away_alone()
    {
        var relay = StartRelay();
        var (good, bad) = (NewPeer(relay), NewPeer(relay));
        InTime(() => good.IsOpen && bad.IsOpen);
        bad.Do((_, channel) => Assert.True(channel.TrySend(RelayPair.Type, [1, 2, 3])));
        InTime(() => bad.IsClosed);

        Assert.Equal(1, Pairs.Sessions);
        Assert.False(good.IsClosed);
    }

    [Fact]
    public void Other_protocols_are_not_spoken()
    {
        var peer = NewPeer(StartRelay());
        InTime(() => peer.IsOpen);
        peer.Do((mux, _) => Assert.True(mux.TryOpen(new ChannelSpec("hypercore/alpha"), out var _)));
        InTime(() => peer.Rejected == 1);
        Assert.False(peer.IsClosed);
    }

    [Fact]
    public void Without_ids_for_a_link_nobody_is_joined()
    {
        // Two connections to the relay have four ends here.
        Settings = Settings with { Connections = new() { MaxConnections = 5 } };
        var relay = StartRelay();
        var (left, right) = (NewPeer(relay), NewPeer(relay));
        InTime(() => left.IsOpen && right.IsOpen);
        left.Pair(isInitiator: true, 11);
        right.Pair(isInitiator: false, 22);
        InTime(() => Pairs.Matched == 1 && Pairs.Links == 0);

        Assert.Equal(4, Streams.Count);
    }

    [Fact]
    public void What_a_relay_holds_is_given_back_with_it()
    {
        var relay = StartRelay();
        var (left, right) = (NewPeer(relay), NewPeer(relay));
        InTime(() => left.IsOpen && right.IsOpen);
        left.Pair(isInitiator: true, 11);
        right.Pair(isInitiator: false, 22);
        InTime(() => Pairs.Links == 1 && Streams.Count == 6);

        Sys.Stop(relay);
        InTime(() => left.IsClosed && right.IsClosed && Streams.Count == 0);
        Assert.Equal(default, Pairs);
    }

    private NodeStatus Bootstrapped => new()
    {
        TableId = default,
        PublicKey = Parts.KeyPair.PublicKey,
        TableSize = 1,
        IsEphemeral = true,
        IsFirewalled = true,
        PublicAddress = null,
        Address = null,
        LocalAddress = null,
        RemoteAddress = null,
        IsBootstrapped = true,
        IsSuspended = false,
        IsOnline = true,
        IsDegraded = false,
    };

    private BlindRelayStats Pairs => Parts.RelayCounters.Snapshot.Pairs;

    private RelayPeer NewPeer(IActorRef relay)
    {
        var peer = new RelayPeer(Parts.KeyPair.PublicKey);
        peer.Actor = Sys.ActorOf(Props.Create(() => new RelayPeer.Owner(peer)));
        Connect(peer.Actor, Parts.KeyPair, relay);
        return peer;
    }
}
