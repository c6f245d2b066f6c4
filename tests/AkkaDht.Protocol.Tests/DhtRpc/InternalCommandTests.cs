using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What a node answers to the commands that every node answers itself, and when it does not (02-dht-rpc.md A7, A8).</summary>
public sealed class InternalCommandTests
{
    private const ushort Tid = 0x1234;

    private static readonly PeerAddress[] Known = [PeerAddress.Parse("60.0.0.1:1001"), PeerAddress.Parse("61.0.0.2:1002")];

    private readonly EndpointUnderTest _endpoint = new();

    public InternalCommandTests() => _endpoint.Know(Known);

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_ping_of_any_size_gets_an_empty_reply(int padding)
    {
        var sent = Assert.Single(Receive(Commands.Ping, padding < 0 ? null : new byte[padding], hasTarget: true));

        Assert.Equal("13003412" + "2c010203" + "8813", sent.Hex);
        Assert.Equal((Peer, SocketRole.Server), (sent.To, sent.Socket));
    }

    [Fact]
    public void A_reply_leaves_on_the_socket_that_the_request_came_in_on()
    {
        Assert.All(new[] { SocketRole.Server, SocketRole.Client, new SocketRole(SocketRole.FirstPooled) }, socket =>
            Assert.Equal(socket, Assert.Single(_endpoint.Receive(RequestOf(Commands.Ping, null), socket: socket)).Socket));
    }

    [Fact]
    public void A_persistent_node_shows_its_id_on_its_server_socket_only()
    {
        var endpoint = new EndpointUnderTest(isEphemeral: false);

        var onServer = Assert.Single(endpoint.Receive(RequestOf(Commands.Ping, null), socket: SocketRole.Server));
        var onClient = Assert.Single(endpoint.Receive(RequestOf(Commands.Ping, null), socket: SocketRole.Client));

        Assert.Equal(endpoint.Identity.Table.Id, onServer.Reply().Id);
        Assert.False(onClient.Reply().HasId);
    }

    [Fact]
    public void A_nat_ping_is_answered_to_the_port_that_it_names()
    {
        var sent = Assert.Single(Receive(Commands.PingNat, [0x39, 0x30, 0xff], hasTarget: true));

        Assert.Equal((Peer with { Port = 12345 }, SocketRole.Server), (sent.To, sent.Socket));
        Assert.Equal("13003412" + "2c010203" + "3930", sent.Hex);
    }

    [Fact]
    public void Find_node_is_answered_with_closer_nodes_and_no_token()
    {
        var reply = Assert.Single(Receive(Commands.FindNode, null, hasTarget: true)).Reply();

        Assert.Equal(Known, CloserNodes(reply).OrderBy(node => node.Host));
        Assert.Equal((false, ErrorCodes.Ok, false), (reply.HasToken, reply.Error, reply.HasValue));
    }

    [Fact]
    public void Find_node_with_an_empty_table_is_answered_without_a_list()
    {
        var endpoint = new EndpointUnderTest();

        Assert.Equal("13003412" + "2c010203" + "8813", Assert.Single(endpoint.Receive(RequestOf(Commands.FindNode, null, hasTarget: true))).Hex);
    }

    [Fact]
    public void At_most_twenty_closer_nodes_go_along()
    {
        _endpoint.Know(Enumerable.Range(0, 60).Select(number => new PeerAddress(0x50000000u + ((uint)number << 16), 1)));

        Assert.Equal(20, Assert.Single(Receive(Commands.FindNode, null, hasTarget: true)).Reply().CloserNodeCount);
    }

    [Fact]
    public void A_down_hint_is_answered_and_passed_on_for_a_check()
    {
        var sent = Assert.Single(Receive(Commands.DownHint, [60, 0, 0, 1, 0xe9, 0x03, 0xff], hasTarget: true));

        Assert.Equal("13003412" + "2c010203" + "8813", sent.Hex);
        Assert.True(_endpoint.Machine.TryTakeDownHint(out var down));
        Assert.Equal(NodeAt(Known[0]), down);
    }

    [Fact]
    public void A_delayed_ping_is_answered_after_its_delay()
    {
        Assert.Empty(Receive(Commands.DelayedPing, [0xe8, 0x03, 0, 0, 0xff]));
        Assert.Equal(Instant.FromMilliseconds(1_000), _endpoint.Machine.NextDeadline);

        Assert.Empty(_endpoint.PassMilliseconds(999));
        var sent = Assert.Single(_endpoint.PassMilliseconds(1));

        Assert.Equal("13003412" + "2c010203" + "8813", sent.Hex);
        Assert.Equal(SocketRole.Server, sent.Socket);
        Assert.Equal(Instant.Never, _endpoint.Machine.NextDeadline);
    }

    [Fact]
    public void Delayed_pings_are_answered_in_the_order_in_which_they_are_due()
    {
        foreach (var delay in (byte[])[30, 10, 20]) _endpoint.Receive(RequestOf(Commands.DelayedPing, [delay, 0, 0, 0], tid: delay));

        Assert.Equal([(10, 10), (20, 20), (30, 30)], _endpoint.PassMilliseconds(1_000).Select(sent => ((int)sent.AtMs, (int)sent.Tid)));
    }

    [Fact]
    public void A_suspended_node_forgets_delayed_pings()
    {
        Receive(Commands.DelayedPing, [1, 0, 0, 0]);
        _endpoint.Machine.HandleSuspend(_endpoint.Now);
        _endpoint.Bind();

        Assert.Empty(_endpoint.PassMilliseconds(1_000));
    }

    [Theory]
    [InlineData(Commands.PingNat, null)]
    [InlineData(Commands.PingNat, "")]
    [InlineData(Commands.PingNat, "01")]
    [InlineData(Commands.PingNat, "0000")]
    [InlineData(Commands.FindNode, null)]
    [InlineData(Commands.FindNode, "00")]
    [InlineData(Commands.DownHint, null)]
    [InlineData(Commands.DownHint, "3c000001e9")]
    [InlineData(Commands.DelayedPing, null)]
    [InlineData(Commands.DelayedPing, "010000")]
    [InlineData(Commands.DelayedPing, "11270000")] // 10,001 ms
    public void A_request_without_what_its_command_needs_gets_no_reply(ulong command, string? value)
    {
        Assert.Empty(Receive(command, value is null ? null : Convert.FromHexString(value)));

        Assert.Empty(_endpoint.PassMilliseconds(60_000));
        Assert.False(_endpoint.Machine.TryTakeDownHint(out _));
        Assert.Equal((1, 1, 0), (_endpoint.Stats.Answers.Requests, _endpoint.Stats.Answers.BadValues, _endpoint.Stats.Answers.Replies));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(5, false)]
    [InlineData((1ul << 53) - 1, true)]
    public void An_internal_command_that_nobody_knows_is_an_error_with_closer_nodes_if_it_has_a_target(ulong command, bool hasTarget)
    {
        var reply = Assert.Single(Receive(command, [1], hasTarget)).Reply();

        Assert.Equal((ErrorCodes.UnknownCommand, false, false), (reply.Error, reply.HasToken, reply.HasValue));
        Assert.Equal(hasTarget ? 2 : 0, reply.CloserNodeCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_token_that_was_never_issued_gets_an_error_and_a_fresh_one_whatever_is_asked(bool isInternal)
    {
        _endpoint.Machine.HandleHandler(isPresent: true);
        var request = new RequestDatagram { Tid = Tid, IsInternal = isInternal, Command = Commands.DownHint, HasToken = true, HasTarget = true, HasValue = true, Value = new byte[6] };

        var reply = Assert.Single(_endpoint.Receive(request)).Reply();

        Assert.Equal((ErrorCodes.InvalidToken, _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host)), (reply.Error, reply.Token));
        Assert.Equal(2, reply.CloserNodeCount);
        Assert.False(_endpoint.Machine.TryTakeDownHint(out _));
        Assert.False(_endpoint.Machine.TryTakeIncoming(out _));
        Assert.Equal(1, _endpoint.Stats.Answers.InvalidTokens);
    }

    [Theory]
    [InlineData(0, ErrorCodes.Ok)]
    [InlineData(14_999, ErrorCodes.Ok)]
    [InlineData(15_000, ErrorCodes.InvalidToken)]
    public void A_token_is_good_for_two_turns_of_the_secrets(int ageMs, ulong error)
    {
        var token = _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host);
        _endpoint.SleepMilliseconds(ageMs);

        var request = new RequestDatagram { IsInternal = true, Command = Commands.Ping, HasToken = true, Token = token };

        Assert.Equal(error, Assert.Single(_endpoint.Receive(request)).Reply().Error);
    }

    [Fact]
    public void A_token_is_good_for_every_port_of_its_host_and_for_no_other_host()
    {
        var request = new RequestDatagram { IsInternal = true, Command = Commands.Ping, HasToken = true, Token = _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host) };

        Assert.Equal(ErrorCodes.Ok, Assert.Single(_endpoint.Receive(request, Peer with { Port = 9 })).Reply().Error);
        Assert.Equal(ErrorCodes.InvalidToken, Assert.Single(_endpoint.Receive(request, OtherPeer)).Reply().Error);
    }

    [Fact]
    public void What_cannot_be_read_is_counted_and_nothing_else()
    {
        Assert.Empty(_endpoint.Receive([0x03, 0x00, 0x01]));
        Assert.Empty(_endpoint.Receive([0x13, 0x00, 0x01]));
        Assert.Empty(_endpoint.Receive([]));
        _endpoint.Machine.HandleForeign();

        Assert.Equal((3, 1), (_endpoint.Stats.Datagrams.Malformed, _endpoint.Stats.Datagrams.Foreign));
        Assert.Equal(0, _endpoint.Stats.Answers.Requests);
    }

    private List<Sent> Receive(ulong command, byte[]? value, bool hasTarget = false) => _endpoint.Receive(RequestOf(command, value, hasTarget));

    private static RequestDatagram RequestOf(ulong command, byte[]? value, bool hasTarget = false, ushort tid = Tid) => new()
    {
        Tid = tid,
        To = Own,
        IsInternal = true,
        Command = command,
        HasTarget = hasTarget,
        Target = Target,
        HasValue = value is not null,
        Value = value,
    };

    private static PeerAddress[] CloserNodes(ReplyDatagram reply)
    {
        var nodes = new PeerAddress[reply.CloserNodeCount];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = reply.CloserNode(i);
        return nodes;
    }
}
