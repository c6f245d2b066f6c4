using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The shortcut through the local network, when both ends come out of the same address (03-hyperdht.md §8.9).</summary>
public sealed class AttemptLanTests
{
    private static readonly PeerAddress Neighbour = Address("192.168.1.7:9007");

    private static NoisePayload AtHome => Offer() with { Addresses4 = [Address("10.9.9.9:1"), Neighbour] };

    [Fact]
    public void A_server_that_comes_out_of_our_address_is_pinged_at_the_address_that_fits_best()
    {
        var attempt = new AttemptUnderTest().Shaken(AtHome, us: Server with { Port = 5 });
        var ping = Assert.Single(attempt.Pings);
        Assert.Equal(Neighbour, ping.Spec.To);

        attempt.Reply(ping, null, Address("192.168.1.2:8000"));
        Assert.Equal((SocketRole.Server, Neighbour), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.True(attempt.Books.IsFinished);
        attempt.Give();
        Assert.Empty(attempt.Books.Sockets);
    }

    [Fact]
    public void The_hole_punch_goes_on_meanwhile()
    {
        var attempt = new AttemptUnderTest().Shaken(AtHome, us: Server with { Port = 5 });
        attempt.Give();
        attempt.NoReply(attempt.Pings[0]);
        Assert.False(attempt.Link.IsOver);
        Assert.Single(attempt.Rounds);
    }

    [Fact]
    public void A_hole_punch_that_fails_waits_for_the_answer_from_next_door()
    {
        var attempt = new AttemptUnderTest().Shaken(AtHome, us: Server with { Port = 5 });
        attempt.GiveNone();
        Assert.False(attempt.Link.IsOver);
        attempt.NoReply(attempt.Pings[0]);
        Assert.Equal(ConnectError.HolepunchAborted, attempt.Failure.Error);
    }

    [Fact]
    public void Without_a_match_the_first_address_that_somebody_may_have_is_tried()
    {
        var attempt = new AttemptUnderTest(null, new PeerVantage()).Shaken(Offer() with { Addresses4 = [Address("240.0.0.1:1"), Address("10.9.9.9:1")] }, us: Server);
        Assert.Equal(Address("10.9.9.9:1"), Assert.Single(attempt.Pings).Spec.To);
    }

    [Fact]
    public void Elsewhere_or_when_it_is_not_wanted_nothing_is_pinged()
    {
        Assert.Empty(new AttemptUnderTest().Shaken(AtHome).Pings);
        Assert.Empty(new AttemptUnderTest(Plain with { LocalConnection = false }).Shaken(AtHome, us: Server).Pings);
        Assert.Empty(new AttemptUnderTest().Shaken(Offer() with { Addresses4 = [Address("240.0.0.1:1"), Neighbour with { Port = 0 }] }, us: Server).Pings);
    }
}
