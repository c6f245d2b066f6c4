using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.AttemptUnderTest;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The handshake with the server, and what follows from its answer at once (03-hyperdht.md §8.4 to §8.9).</summary>
public sealed class AttemptHandshakeTests
{
    [Fact]
    public void A_client_says_what_it_knows_of_itself()
    {
        var attempt = new AttemptUnderTest(Plain with { IsReusable = true, RelayThrough = RelayKeys.PublicKey }).Started();
        attempt.Found(Node1);

        Assert.Equal((1ul, PeerErrors.None, FirewallKind.Unknown), (attempt.Said.Version, attempt.Said.Error, attempt.Said.Firewall));
        Assert.Equal(new UdxOffer(true, LocalId.Value, 0), attempt.Said.Udx);
        Assert.Equal(attempt.Vantage.LocalAddresses, attempt.Said.Addresses4);
        Assert.Equal(RelayKeys.PublicKey, attempt.Said.RelayThrough!.Relay);
        Assert.True(attempt.Said.HasSecretStream);
        Assert.Null(attempt.Said.Holepunch);
        Assert.Null(attempt.Said.RelayAddresses);
    }

    [Fact]
    public void A_client_that_anybody_can_reach_says_so()
    {
        var attempt = new AttemptUnderTest(Plain with { LocalConnection = false }, new PeerVantage { RemoteAddress = Us, LocalAddresses = [Address("10.0.0.1:1")] }).Started();
        attempt.Found(Node1);
        Assert.Equal(FirewallKind.Open, attempt.Said.Firewall);
        Assert.Equal([Us], attempt.Said.Addresses4);
    }

    [Fact]
    public void A_server_that_answers_itself_is_connected_to_where_it_is()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Answer(attempt.Handshakes[0], Offer(), server: null);

        Assert.Equal((SocketRole.Client, Node1, RemoteId), (attempt.Connected.Socket, attempt.Connected.To, attempt.Connected.RemoteId.Value));
        Assert.Equal(ServerKeys.PublicKey, attempt.Connected.Keys.RemoteStatic);
        Assert.True(attempt.Connected.Keys.IsInitiator);
        Assert.True(attempt.Books.IsFinished);
        Assert.Single(attempt.Of<PeerAction.StopFinding>());
    }

    [Fact]
    public void By_an_open_way_the_connection_uses_its_socket()
    {
        var route = new PeerRoute(new SocketRole(5), Server);
        var attempt = new AttemptUnderTest(Plain with { IsReusable = true }, new PeerVantage { Route = route });
        attempt.Books.RelaySockets.Add(route.Socket);
        attempt.Started();
        attempt.Answer(attempt.Handshakes[0], Offer() with { Udx = new UdxOffer(true, RemoteId, 0) }, server: null);

        Assert.Equal((route.Socket, route.Address), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.Equal([new PeerAction.RememberRoute(ServerKeys.PublicKey, route.Socket, route.Address)], attempt.Of<PeerAction.RememberRoute>());
        Assert.Empty(attempt.Of<PeerAction.RememberRelays>());
        Assert.Empty(attempt.Of<PeerAction.FindPeer>());
    }

    [Fact]
    public void A_way_is_remembered_only_when_both_sides_want_it()
    {
        var attempt = new AttemptUnderTest(Plain with { IsReusable = true }).Shaken(new NoisePayload { Firewall = FirewallKind.Open, Udx = new UdxOffer(false, RemoteId, 0) });
        Assert.True(attempt.Link.IsConnected);
        Assert.Empty(attempt.Of<PeerAction.RememberRoute>());
    }

    [Fact]
    public void The_nodes_that_the_server_names_are_remembered_before_those_tried()
    {
        var named = new AttemptUnderTest().Shaken(new NoisePayload { Firewall = FirewallKind.Open, Udx = new UdxOffer(false, RemoteId, 0), RelayAddresses = [Node3] });
        Assert.Equal([Node3], Assert.Single(named.Of<PeerAction.RememberRelays>()).Relays);

        var tried = new AttemptUnderTest().Shaken(new NoisePayload { Firewall = FirewallKind.Open, Udx = new UdxOffer(false, RemoteId, 0), RelayAddresses = [] });
        Assert.Equal([Node1], Assert.Single(tried.Of<PeerAction.RememberRelays>()).Relays);
    }

    [Fact]
    public void The_first_good_answer_wins_and_the_rest_is_cancelled()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Found(Node2);
        attempt.Answer(attempt.Handshakes[1], Offer(), Server);

        Assert.Single(attempt.Of<PeerAction.CancelAsks>());
        Assert.Single(attempt.Of<PeerAction.StopFinding>());
        Assert.Single(attempt.Of<PeerAction.OpenSocket>());
        attempt.Answer(attempt.Handshakes[0], Offer(), Server);
        attempt.Found(Node3);
        Assert.Single(attempt.Of<PeerAction.OpenSocket>());
        Assert.Equal(2, attempt.Handshakes.Count);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("garbage")]
    [InlineData("another mode")]
    [InlineData("no noise")]
    [InlineData("false noise")]
    [InlineData("elsewhere")]
    public void A_false_answer_does_not_spoil_the_good_one_of_another_node(string kind)
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Found(Node2);
        attempt.Found(Node3);
        byte[]? value = kind switch
        {
            "nothing" => null,
            "garbage" => [255, 1],
            "another mode" => new HandshakeMessage(PeerMode.FromServer, new byte[96], Server, null).ToBytes(),
            "no noise" => new HandshakeMessage(PeerMode.Reply, Array.Empty<byte>(), Server, null).ToBytes(),
            _ => new HandshakeMessage(PeerMode.Reply, new byte[96], Server, null).ToBytes(),
        };
        attempt.Reply(attempt.Handshakes[0], value, Us, kind == "elsewhere" ? Node3 : null);

        Assert.Equal(1, attempt.Link.Stats.Malformed);
        Assert.Equal(Node3, attempt.Handshakes[2].Spec.To);
        Assert.Equal(attempt.Handshakes[0].Spec.Value!.Value.ToArray(), attempt.Handshakes[2].Spec.Value!.Value.ToArray());
        attempt.Answer(attempt.Handshakes[1], Offer() with { Firewall = FirewallKind.Open }, Server);
        Assert.Equal(Server, attempt.Connected.To);
    }

    [Fact]
    public void A_server_of_another_version_is_incompatible()
    {
        var attempt = new AttemptUnderTest().Shaken(new NoisePayload { Version = 2 });
        Assert.Equal((ConnectError.ServerIncompatible, ConnectStage.Handshaking), (attempt.Failure.Error, attempt.Failure.Stage));
    }

    [Fact]
    public void A_server_that_declines_or_names_no_stream_is_no_help()
    {
        Assert.Equal(ConnectError.ServerError, new AttemptUnderTest().Shaken(Offer() with { Error = PeerErrors.Aborted }).Failure.Error);
        Assert.Equal(ConnectError.ServerError, new AttemptUnderTest().Shaken(Offer() with { Udx = null }).Failure.Error);
        Assert.Equal(ConnectError.ServerError, new AttemptUnderTest().Shaken(Offer() with { Udx = new UdxOffer(false, 1ul << 32, 0) }).Failure.Error);
    }

    [Fact]
    public void An_open_server_is_connected_to_at_its_first_public_address()
    {
        var elsewhere = Address("91.0.0.1:9100");
        var attempt = new AttemptUnderTest().Shaken(Offer() with { Firewall = FirewallKind.Open, Addresses4 = [Address("10.0.0.1:1"), Address("240.0.0.1:1"), elsewhere with { Port = 0 }, elsewhere, Server] });
        Assert.Equal((SocketRole.Client, elsewhere), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.Equal(1, attempt.Link.Stats.OpenPunches);
    }

    [Fact]
    public void Without_anybody_to_agree_with_on_a_punch_the_server_is_tried_where_the_node_sees_it()
    {
        var attempt = new AttemptUnderTest().Shaken(Offer() with { Holepunch = null, Addresses4 = [Address("10.0.0.1:1")] });
        Assert.Equal(Server, attempt.Connected.To);
    }

    [Fact]
    public void A_node_that_gives_its_own_address_as_the_servers_has_not_helped()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Answer(attempt.Handshakes[0], Offer() with { Holepunch = null }, server: Node1);
        Assert.Equal(ConnectError.CannotHolepunch, attempt.Failure.Error);
    }

    [Fact]
    public void A_client_that_anybody_can_reach_waits_for_the_server()
    {
        var attempt = Open();
        attempt.RunFor(9.9);
        attempt.Knock(SocketRole.Server, Server);
        Assert.Equal((SocketRole.Server, Server), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.True(attempt.Books.IsFinished);
    }

    [Fact]
    public void A_client_that_anybody_can_reach_does_not_wait_forever()
    {
        var attempt = Open();
        attempt.RunFor(10);
        Assert.Equal((ConnectError.HolepunchAborted, ConnectStage.Connecting, FirewallKind.Open), (attempt.Failure.Error, attempt.Failure.Stage, attempt.Failure.LocalFirewall));
    }

    [Fact]
    public void A_packet_of_the_server_that_overtakes_its_answer_shows_the_way()
    {
        var attempt = new AttemptUnderTest().Started();
        attempt.Found(Node1);
        attempt.Knock(SocketRole.Client, Address("90.0.0.1:9999"));
        attempt.Knock(SocketRole.Client, Server with { Port = 0 });
        Assert.Null(attempt.Books.Connected);

        attempt.Answer(attempt.Handshakes[0], Offer(), Server);
        Assert.Equal((SocketRole.Client, Address("90.0.0.1:9999")), (attempt.Connected.Socket, attempt.Connected.To));
        Assert.Empty(attempt.Of<PeerAction.OpenSocket>());
    }

    [Fact]
    public void Nobody_reads_secrets_in_what_is_printed()
    {
        var attempt = new AttemptUnderTest(Plain with { RelayThrough = RelayKeys.PublicKey }).Probing();
        attempt.RelayPaired(SocketRole.Client, Address("70.0.0.1:7000"), 9);
        var secrets = new[] { Convert.ToHexString(ClientKeys.Scalar), Convert.ToHexString(attempt.Connected.Keys.SendKey), Convert.ToHexString(ClientKeys.SecretKey) };
        var token = new byte[SecretToken.Length];
        attempt.Of<PeerAction.DialRelay>().Single().Token.CopyTo(token);

        var printed = string.Join('\n', attempt.Done) + attempt.Options + attempt.Link + attempt.Vantage;
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, printed, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Convert.ToHexString(token), printed, StringComparison.OrdinalIgnoreCase);
    }

    private static AttemptUnderTest Open() =>
        new AttemptUnderTest(null, new PeerVantage { RemoteAddress = Us, IsFirewalled = false }).Shaken(Offer());
}
