using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Tests.Connections;
using static AkkaDht.Connections.ConnectionMessages;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>Who has a stream joined, and what comes of it when that fails.</summary>
public sealed class RelayClientActorTests : RelayingTest
{
    private readonly TestProbe _parent;

    public RelayClientActorTests() => _parent = CreateTestProbe();

    [Fact]
    public void The_relay_is_connected_to_as_the_node_itself()
    {
        var client = StartClient();
        var spec = Opener.ExpectMsg<Open>().Spec;

        Assert.Equal((RelayKey.PublicKey, null, client), (spec.Peer!.PublicKey, spec.Peer.KeyPair, spec.Owner));
        Assert.Equal(Parts.Settings.Connecting.RelayKeepAlive, spec.KeepAlive);
    }

    [Fact]
    public void A_relay_that_is_not_reached_has_failed()
    {
        var client = Watched(StartClient());
        var failure = new ConnectFailure(ConnectError.PeerNotFound, ConnectStage.Finding, FirewallKind.Unknown, FirewallKind.Unknown, [], 0);
        client.Tell(new Closed(new EndReason(EndKind.NotReached)) { Failure = failure });

        Assert.Equal(failure.ToString(), _parent.ExpectMsg<PairingFailed>().Reason);
        ExpectTerminated(client);
    }

    [Fact]
    public void Where_the_relay_is_is_told_before_it_is_asked_for_anything()
    {
        var relay = StartRelay();
        StartClient();
        ConnectToRelay(relay);
        Reached? reached = null;
        InTime(() => (reached ??= _parent.ReceiveOne(TimeSpan.FromMilliseconds(2)) as Reached) is not null);

        Assert.Equal(new Reached(SocketRole.Server, Wire.Address), reached);
        InTime(() => Parts.RelayCounters.Snapshot.Pairs.Pending == 1);
    }

    [Fact]
    public void A_relay_that_closes_the_channel_has_failed()
    {
        var relay = StartRelay();
        var client = Watched(StartClient());
        ConnectToRelay(relay);
        InTime(() => Parts.RelayCounters.Snapshot.Pairs.Pending == 1);
        _parent.ExpectMsg<Reached>();

        Sys.Stop(relay);
        _parent.ExpectMsg<PairingFailed>();
        ExpectTerminated(client);
    }

    [Fact]
    public void The_end_of_the_connection_is_told_also_after_the_ends_were_joined()
    {
        var relay = StartRelay();
        var other = CreateTestProbe();
        StartClient();
        var (_, ofRelay) = ConnectToRelay(relay);
        StartClient(other, isInitiator: false, new StreamId(6));
        ConnectToRelay(relay);
        InTime(() => _parent.ReceiveOne(TimeSpan.FromMilliseconds(2)) is Paired);

        ofRelay.Tell(Abort.Instance, relay);
        _parent.ExpectMsg<PairingFailed>();
    }

    [Fact]
    public void Whoever_hangs_up_hears_nothing_more()
    {
        var client = Watched(StartClient());
        var spec = Opener.ExpectMsg<Open>().Spec;
        client.Tell(HangUp.Instance);

        ExpectTerminated(client);
        Assert.Equal(client, spec.Owner);
        _parent.ExpectNoMsg(TimeSpan.Zero);
    }

    private IActorRef StartClient() => StartClient(_parent, isInitiator: true, new StreamId(5));

    private IActorRef Watched(IActorRef actor) => Watch(actor);
}
