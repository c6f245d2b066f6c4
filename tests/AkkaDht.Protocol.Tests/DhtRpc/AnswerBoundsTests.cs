using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>How much a stranger may make a node do: every bound of <see cref="AnswerSettings"/>, at the bound.</summary>
public sealed class AnswerBoundsTests
{
    /// <summary>An empty reply.</summary>
    private const int PongLength = 10;

    private static readonly PeerAddress PrivatePeer = PeerAddress.Parse("192.168.1.2:5000");

    [Fact]
    public void A_ping_may_be_delayed_as_long_as_the_setting_says_and_no_longer()
    {
        var endpoint = Endpoint(new AnswerSettings { MaxPingDelay = TimeSpan.FromMilliseconds(200) });

        endpoint.Receive(DelayedPing(200));
        endpoint.Receive(DelayedPing(201));

        Assert.Equal([200], endpoint.PassMilliseconds(60_000).Select(sent => sent.AtMs));
        Assert.Equal(1, endpoint.Stats.Answers.BadValues);
    }

    [Fact]
    public void So_many_delayed_pings_wait_and_no_more()
    {
        var endpoint = Endpoint(new AnswerSettings { MaxDelayedPings = 2 });
        for (var i = 0; i < 3; i++) endpoint.Receive(DelayedPing(100), from: PrivatePeer);
        Assert.Equal(1, endpoint.Stats.Answers.DelayedPingsRefused);
        Assert.Equal(2, endpoint.PassMilliseconds(100).Count);

        endpoint.Receive(DelayedPing(100), from: PrivatePeer);

        Assert.Single(endpoint.PassMilliseconds(100));
    }

    [Fact]
    public void One_host_may_start_so_many_delayed_pings_in_ten_seconds()
    {
        var endpoint = Endpoint(new AnswerSettings { DelayedPingsPerHost = 2 });
        for (ushort port = 1; port <= 3; port++) endpoint.Receive(DelayedPing(0), from: Peer with { Port = port });
        Assert.Equal((2, 1), (endpoint.PassMilliseconds(9_999).Count, endpoint.Stats.Answers.DelayedPingsRefused));

        endpoint.Receive(DelayedPing(0), from: OtherPeer);
        Assert.Single(endpoint.PassMilliseconds(1));
        endpoint.Receive(DelayedPing(0));

        Assert.Single(endpoint.PassMilliseconds(1));
    }

    [Fact]
    public void Down_hints_of_one_host_beyond_its_allowance_are_answered_and_do_nothing()
    {
        var endpoint = Endpoint(new AnswerSettings { DownHintsPerHost = 2 });

        for (var i = 0; i < 3; i++) Assert.Single(endpoint.Receive(DownHint()));
        Assert.Equal((2, 1), (CountDownHints(endpoint), endpoint.Stats.Answers.DownHintsRefused));
        endpoint.Receive(DownHint(), from: OtherPeer);
        Assert.Equal(1, CountDownHints(endpoint));

        endpoint.SleepMilliseconds(5_000);
        endpoint.Receive(DownHint());
        Assert.Equal(1, CountDownHints(endpoint));
    }

    [Fact]
    public void A_host_is_answered_so_many_bytes_a_second()
    {
        var endpoint = Endpoint(new AnswerSettings { UnverifiedBytesPerSecond = 2 * PongLength });
        Assert.Equal((2, 1), (Ping(endpoint, 3), endpoint.Stats.Answers.AmplificationRefused));
        Assert.Equal(2, Ping(endpoint, 3, OtherPeer));

        endpoint.SleepMilliseconds(999);
        Assert.Equal(0, Ping(endpoint, 1));
        endpoint.SleepMilliseconds(1);

        Assert.Equal(2, Ping(endpoint, 3));
        Assert.Equal(6, endpoint.Stats.Answers.Replies);
    }

    [Fact]
    public void A_reply_that_does_not_fit_into_what_is_left_is_kept_back_whole()
    {
        var endpoint = Endpoint(new AnswerSettings { UnverifiedBytesPerSecond = 2 * PongLength - 1 });

        Assert.Equal(1, Ping(endpoint, 3));
    }

    [Fact]
    public void A_valid_token_lifts_the_limit_and_a_wrong_one_does_not()
    {
        var endpoint = Endpoint(new AnswerSettings { UnverifiedBytesPerSecond = 2 * PongLength });
        var ping = new RequestDatagram { IsInternal = true, Command = Commands.Ping, HasToken = true };
        Ping(endpoint, 2);

        Assert.Empty(endpoint.Receive(ping));
        var proven = ping with { Token = endpoint.Tokens.Issue(endpoint.Now, Peer.Host) };
        for (var i = 0; i < 100; i++) Assert.Single(endpoint.Receive(proven));
    }

    [Fact]
    public void A_redirected_reply_counts_for_the_host_that_it_goes_to()
    {
        var endpoint = Endpoint(new AnswerSettings { UnverifiedBytesPerSecond = 2 * PongLength });
        var natPing = new RequestDatagram { IsInternal = true, Command = Commands.PingNat, HasValue = true, Value = new byte[] { 1, 0 } };

        for (ushort port = 1; port <= 2; port++) Assert.Single(endpoint.Receive(natPing, Peer with { Port = port }));

        Assert.Equal(0, Ping(endpoint, 1));
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 1)]
    public void Hosts_of_private_networks_are_exempt_if_the_setting_says_so(bool exempt, int allowed)
    {
        var endpoint = Endpoint(new AnswerSettings { ExemptPrivate = exempt, UnverifiedBytesPerSecond = PongLength, DownHintsPerHost = 1, DelayedPingsPerHost = 1 });

        Assert.Equal(allowed, Ping(endpoint, 100, PrivatePeer));
        for (var i = 0; i < 100; i++) endpoint.Receive(DownHint(), from: PrivatePeer);
        Assert.Equal(allowed, CountDownHints(endpoint));
        for (var i = 0; i < 100; i++) endpoint.Receive(DelayedPing(0), from: PrivatePeer);
        Assert.Equal(100 - allowed, endpoint.Stats.Answers.DelayedPingsRefused);
    }

    [Fact]
    public void Hosts_that_share_a_slot_share_its_allowance()
    {
        var alone = Endpoint(new AnswerSettings { HostSlots = 1, UnverifiedBytesPerSecond = 2 * PongLength });

        Assert.Equal(1, Ping(alone, 1));
        Assert.Equal(1, Ping(alone, 3, OtherPeer));
    }

    [Fact]
    public void However_many_hosts_ask_they_are_given_no_more_than_all_slots_hold()
    {
        const int slots = 64;
        var quota = new HostQuota(limit: 3, TimeSpan.FromSeconds(1), slots, new SeededRandom(1));

        var granted = Enumerable.Range(0, 100_000).Count(host => quota.TrySpend(Instant.Zero, (uint)host, 1));

        Assert.Equal(3 * slots, granted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_quota_has_at_least_one_slot(int slots)
    {
        var quota = new HostQuota(limit: 1, TimeSpan.FromSeconds(1), slots, new SeededRandom(1));

        Assert.True(quota.TrySpend(Instant.Zero, 1, 1));
        Assert.False(quota.TrySpend(Instant.Zero, 2, 1));
    }

    [Fact]
    public void The_application_is_handed_so_many_requests_until_it_has_dealt_with_one()
    {
        var endpoint = Endpoint(new AnswerSettings { MaxOpenRequests = 3 });
        var open = Ask(endpoint, 4);
        Assert.Equal((3, 1), (open.Count, endpoint.Stats.Answers.OpenRequestsRefused));

        endpoint.Machine.HandleAnswer(endpoint.Now, open[0], Answer.Success());
        endpoint.Machine.HandleRelay(open[1], null, OtherPeer, null);
        endpoint.Machine.HandleIgnore(open[2]);

        Assert.Equal(3, Ask(endpoint, 4).Count);
    }

    [Fact]
    public void A_request_that_the_application_never_answers_counts_no_more_after_its_lifetime()
    {
        var endpoint = Endpoint(new AnswerSettings { MaxOpenRequests = 1, OpenRequestLifetime = TimeSpan.FromSeconds(2) });
        var forgotten = Assert.Single(Ask(endpoint, 2));
        endpoint.SleepMilliseconds(1_999);
        Assert.Empty(Ask(endpoint, 1));
        endpoint.SleepMilliseconds(1);
        Assert.Single(Ask(endpoint, 2));

        endpoint.Machine.HandleAnswer(endpoint.Now, forgotten, Answer.Success());

        Assert.Empty(Ask(endpoint, 1));
    }

    [Fact]
    public void Open_requests_are_numbered_and_closed_once()
    {
        var open = new OpenRequests(capacity: 2, TimeSpan.FromSeconds(1));
        Assert.True(open.TryOpen(Instant.Zero, out var first));
        Assert.True(open.TryOpen(Instant.Zero, out var second));
        Assert.False(open.TryOpen(Instant.Zero, out _));

        Assert.True(open.Close(second));
        Assert.False(open.Close(second));
        Assert.True(open.TryOpen(Instant.Zero, out var third));

        Assert.Equal(3, new HashSet<long> { first, second, third }.Count);
        Assert.Equal(2, open.Count);
    }

    private static EndpointUnderTest Endpoint(AnswerSettings settings)
    {
        var endpoint = new EndpointUnderTest(With(settings));
        endpoint.Machine.HandleHandler(isPresent: true);
        return endpoint;
    }

    private static int Ping(EndpointUnderTest endpoint, int times, PeerAddress? from = null)
    {
        var pongs = 0;
        for (var i = 0; i < times; i++) pongs += endpoint.Receive(new RequestDatagram { IsInternal = true, Command = Commands.Ping }, from).Count;
        return pongs;
    }

    private static List<IncomingRequest> Ask(EndpointUnderTest endpoint, int times)
    {
        var requests = new List<IncomingRequest>();
        for (var i = 0; i < times; i++) endpoint.Receive(new RequestDatagram { Command = 1 });
        while (endpoint.Machine.TryTakeIncoming(out var request)) requests.Add(request);
        return requests;
    }

    private static int CountDownHints(EndpointUnderTest endpoint)
    {
        var count = 0;
        while (endpoint.Machine.TryTakeDownHint(out _)) count++;
        return count;
    }

    private static RequestDatagram DownHint() => new() { IsInternal = true, Command = Commands.DownHint, HasValue = true, Value = new byte[6] };

    private static RequestDatagram DelayedPing(int delayMs) =>
        new() { IsInternal = true, Command = Commands.DelayedPing, HasValue = true, Value = BitConverter.GetBytes(delayMs) };
}
