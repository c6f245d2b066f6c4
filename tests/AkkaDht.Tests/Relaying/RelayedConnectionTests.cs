using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connections;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Connections.ConnectionMessages;
using static AkkaDht.Relaying.RelayMessages;

namespace AkkaDht.Tests.Relaying;

/// <summary>The whole way: two clients, their relay, and a connection whose packets it passes on.</summary>
public sealed class RelayedConnectionTests : RelayingTest
{
    [Fact]
    public void Two_ends_talk_through_a_relay_until_one_of_them_hangs_up()
    {
        var (left, right) = Join(out var client, out _);
        Say(left, right, [1, 2, 3]);
        Say(right, left, new byte[50_000]);
        var stats = Parts.RelayCounters.Snapshot;
        Assert.Equal((2, 0, 1), (stats.Pairs.Sessions, stats.Pairs.Pending, stats.Pairs.Links));
        Assert.True(stats is { Packets: > 10, Bytes: > 50_000 });

        client.Tell(HangUp.Instance);
        InTime(() => Parts.RelayCounters.Snapshot.Pairs is { Sessions: 1, Links: 0 });
    }

    [Fact]
    public void A_link_ends_with_the_stream_that_it_carries()
    {
        var (left, _) = Join(out _, out _);
        left.Tell(Abort.Instance);
        InTime(() => Parts.RelayCounters.Snapshot.Pairs is { Sessions: 2, Links: 0 });
    }

    [Fact]
    public void The_end_of_who_wanted_the_relay_is_its_end_there()
    {
        var (left, right) = Join(out _, out var parent);
        Sys.Stop(parent);
        InTime(() => Parts.RelayCounters.Snapshot.Pairs.Sessions == 1);

        // Nothing passes any more; the other end may have sent something last that nobody acknowledges.
        left.Tell(new Write(new byte[1]));
        Assert.Equal(EndKind.TimedOut, ExpectInTime<Closed>(left, TimeSpan.FromMilliseconds(200)).Reason.Kind);
        Assert.True(ExpectInTime<Closed>(right, TimeSpan.FromMilliseconds(200)).Reason.Kind is EndKind.Silent or EndKind.TimedOut);
    }

    private (Side Left, Side Right) Join(out IActorRef client, out IActorRef parent)
    {
        ConnectToWire();
        var relay = StartRelay();
        var (left, right) = (Reserve(new() { KeepAlive = TimeSpan.Zero }), Reserve(new() { KeepAlive = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(20) }));
        var (leftParent, rightParent) = (CreateTestProbe(), CreateTestProbe());
        client = StartClient(leftParent, isInitiator: true, left.Opening.LocalId);
        ConnectToRelay(relay);
        StartClient(rightParent, isInitiator: false, right.Opening.LocalId);
        ConnectToRelay(relay);
        parent = leftParent.Ref;

        var (toLeft, toRight) = (PairedIn(leftParent), PairedIn(rightParent));
        var (initiator, responder) = Agree(LeftKey, RightKey);
        left.Tell(new Connect(new StreamRoute(toLeft.RemoteId, toLeft.Relay, toLeft.Socket), KeyAgreement.By(initiator)));
        right.Tell(new Connect(new StreamRoute(toRight.RemoteId, toRight.Relay, toRight.Socket), KeyAgreement.By(responder)));
        ExpectInTime<Opened>(left, TimeSpan.FromMilliseconds(20));
        ExpectInTime<Opened>(right, TimeSpan.FromMilliseconds(20));
        return (left, right);
    }

    private Paired PairedIn(TestProbe parent)
    {
        object? told = null;
        InTime(() => (told = parent.ReceiveOne(TimeSpan.FromMilliseconds(2))) is Paired or PairingFailed);
        return Assert.IsType<Paired>(told);
    }

    private void Say(Side from, Side to, byte[] bytes)
    {
        from.Tell(new Write(bytes));
        Assert.Equal(bytes, ExpectInTime<Received>(to).Bytes.ToArray());
    }
}
