using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>How requests wait for the congestion window (02-dht-rpc.md B3).</summary>
public sealed class RequestCongestionTests
{
    private readonly EndpointUnderTest _endpoint = new(With(new RequestSettings { MaxWindow = 2 }));

    [Fact]
    public void What_does_not_fit_into_the_window_waits_for_its_beat_in_order()
    {
        var owners = Start(5);

        var sent = _endpoint.PassMilliseconds(999);

        Assert.Equal([0, 0, 750, 750], sent.Select(transmission => transmission.AtMs));
        Assert.Equal(owners[..4], sent.Select(transmission => (int)transmission.To.Port));
        Assert.Equal(5, _endpoint.Machine.InFlight);
    }

    [Fact]
    public void A_forced_request_does_not_wait()
    {
        Start(3);
        _endpoint.Start(RequestSpec.Ping(OtherPeer) with { Force = true });

        Assert.Equal(OtherPeer, _endpoint.TakeSent()[^1].To);
    }

    [Fact]
    public void A_reply_makes_room_for_what_is_started_next_and_what_waits_keeps_to_the_beat()
    {
        Start(3);
        var sent = _endpoint.TakeSent();
        _endpoint.SleepMilliseconds(100);
        _endpoint.Answer(sent[0]);
        _endpoint.Machine.HandleTimeout(_endpoint.Now);
        Assert.Empty(_endpoint.TakeSent());

        _endpoint.Start(RequestSpec.Ping(OtherPeer));

        Assert.Equal(OtherPeer, Assert.Single(_endpoint.TakeSent()).To);
        Assert.Equal(750, Assert.Single(_endpoint.PassMilliseconds(650)).AtMs);
    }

    [Fact]
    public void A_repetition_waits_like_any_other_transmission()
    {
        // Two a slot and four in all slots: the pair that is due again after a second waits until its first slot is forgotten.
        Start(4);

        Assert.Equal([0, 0, 750, 750, 3_000, 3_000], _endpoint.PassMilliseconds(3_700).Select(sent => sent.AtMs));
    }

    [Fact]
    public void Time_runs_for_a_request_only_once_it_is_sent()
    {
        Start(2);
        _endpoint.Start(RequestSpec.Ping(OtherPeer) with { Retries = 0 });

        _endpoint.PassMilliseconds(1_749);
        Assert.Empty(_endpoint.TakeOutcomes());
        _endpoint.PassMilliseconds(1);

        Assert.Equal([RequestOutcomeKind.TimedOut], _endpoint.TakeKinds());
    }

    [Fact]
    public void What_ends_while_it_waits_is_never_sent()
    {
        Start(2);
        _endpoint.Start(RequestSpec.Ping(OtherPeer) with { Session = 1 });
        var sent = _endpoint.TakeSent();

        _endpoint.Machine.HandleCancel(_endpoint.Now, session: 1);
        foreach (var transmission in sent) _endpoint.Answer(transmission);

        Assert.Equal(Instant.Never, _endpoint.Machine.NextDeadline);
        Assert.Empty(_endpoint.PassMilliseconds(10_000));
    }

    [Fact]
    public void A_node_for_which_nothing_waits_is_not_woken_on_the_beat()
    {
        Start(2);

        Assert.Equal(Instant.FromMilliseconds(1_000), _endpoint.Machine.NextDeadline);
    }

    [Fact]
    public void After_a_suspension_the_window_is_empty()
    {
        Start(3);
        _endpoint.TakeSent();
        _endpoint.Machine.HandleSuspend(_endpoint.Now);
        _endpoint.Bind();

        Start(2);

        Assert.Equal(2, _endpoint.TakeSent().Count);
    }

    /// <summary>Starts so many requests, each to the port that is its owner's number.</summary>
    private int[] Start(int count)
    {
        int[] owners = [.. Enumerable.Range(100, count)];
        foreach (var owner in owners) _endpoint.Start(RequestSpec.Ping(Peer with { Port = (ushort)owner }), owner);
        return owners;
    }
}
