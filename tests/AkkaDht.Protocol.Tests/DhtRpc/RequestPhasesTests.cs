using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What becomes of requests when sockets come and go, sessions end and the node ends.</summary>
public sealed class RequestPhasesTests
{
    private static readonly RequestSpec Ping = RequestSpec.Ping(Peer);

    private readonly EndpointUnderTest _endpoint = new(isBound: false);

    [Fact]
    public void A_request_made_before_the_sockets_are_bound_is_sent_when_they_are()
    {
        _endpoint.Start(Ping);
        Assert.Empty(_endpoint.PassMilliseconds(60_000));
        Assert.Equal((1, Instant.Never), (_endpoint.Machine.InFlight, _endpoint.Machine.NextDeadline));

        _endpoint.Bind();

        Assert.Equal([0, 1_000, 2_000, 3_000], _endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs));
        Assert.Equal([RequestOutcomeKind.TimedOut], _endpoint.TakeKinds());
    }

    [Fact]
    public void A_socket_bound_again_after_a_failure_sends_nothing_twice()
    {
        _endpoint.Bind();
        _endpoint.Start(Ping);
        Assert.Single(_endpoint.PassMilliseconds(500));

        _endpoint.Machine.HandleBound(_endpoint.Now);

        Assert.Equal([1_000, 2_000, 3_000], _endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs));
    }

    [Fact]
    public void Suspension_fails_what_is_in_flight_and_what_comes_until_the_sockets_are_back()
    {
        _endpoint.Bind();
        _endpoint.Start(Ping);
        _endpoint.Machine.HandleSuspend(_endpoint.Now);
        _endpoint.Start(Ping);
        Assert.Equal([RequestOutcomeKind.Suspended, RequestOutcomeKind.Suspended], _endpoint.TakeKinds());
        AssertSilent();

        _endpoint.Bind();
        _endpoint.Start(Ping);

        Assert.Single(_endpoint.TakeSent());
    }

    [Fact]
    public void Suspension_fails_also_what_has_never_been_sent()
    {
        _endpoint.Start(Ping);
        _endpoint.Machine.HandleSuspend(_endpoint.Now);

        Assert.Equal([RequestOutcomeKind.Suspended], _endpoint.TakeKinds());
        AssertSilent();
    }

    [Fact]
    public void A_destroyed_node_fails_everything_and_comes_back_for_nothing()
    {
        _endpoint.Bind();
        _endpoint.Start(Ping);
        _endpoint.Machine.HandleDestroy(_endpoint.Now);
        _endpoint.Machine.HandleSuspend(_endpoint.Now);
        _endpoint.Machine.HandleBound(_endpoint.Now);
        _endpoint.Start(Ping);

        Assert.Equal([RequestOutcomeKind.Destroyed, RequestOutcomeKind.Destroyed], _endpoint.TakeKinds());
        Assert.Empty(_endpoint.Receive(new RequestDatagram { IsInternal = true, Command = Commands.Ping }));
        AssertSilent();
    }

    [Fact]
    public void Cancelling_a_session_ends_its_requests_and_no_others()
    {
        _endpoint.Bind();
        for (var owner = 0; owner < 6; owner++) _endpoint.Start(Ping with { Session = owner % 3 }, owner);

        _endpoint.Machine.HandleCancel(_endpoint.Now, session: 1);

        Assert.Equal([(1, RequestOutcomeKind.Destroyed), (4, RequestOutcomeKind.Destroyed)], _endpoint.TakeOutcomes().Select(outcome => (outcome.Owner, outcome.Kind)));
        Assert.Equal(4, _endpoint.Machine.InFlight);
    }

    [Fact]
    public void Requests_of_no_session_cannot_be_cancelled_together()
    {
        _endpoint.Start(Ping);

        _endpoint.Machine.HandleCancel(_endpoint.Now, session: 0);

        Assert.Equal(1, _endpoint.Machine.InFlight);
    }

    [Fact]
    public void Down_hints_beyond_their_rate_are_refused_until_the_next_tick()
    {
        var endpoint = new EndpointUnderTest(new EndpointSettings { DownHintsPerTick = 2 });
        for (var i = 0; i < 3; i++) endpoint.Start(RequestSpec.DownHint(Peer, OtherPeer));
        Assert.Equal([RequestOutcomeKind.Refused], endpoint.TakeKinds());
        Assert.Equal((2, 1), (endpoint.TakeSent().Count, endpoint.Stats.Requests.Refused));

        endpoint.Machine.HandleTick(1);
        endpoint.Start(RequestSpec.DownHint(Peer, OtherPeer));

        Assert.Single(endpoint.TakeSent());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 75)]
    public void Down_hints_can_be_forbidden_or_set_free(int perTick, int sent)
    {
        var endpoint = new EndpointUnderTest(new EndpointSettings { DownHintsPerTick = perTick });
        for (var i = 0; i < 75; i++) endpoint.Start(RequestSpec.DownHint(Peer, OtherPeer));

        Assert.Equal(sent, endpoint.TakeSent().Count);
    }

    private void AssertSilent()
    {
        Assert.Equal((0, Instant.Never), (_endpoint.Machine.InFlight, _endpoint.Machine.NextDeadline));
        Assert.Empty(_endpoint.PassMilliseconds(60_000));
    }
}
