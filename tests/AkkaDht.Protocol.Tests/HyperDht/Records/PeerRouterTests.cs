using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.HyperDht.Records.StoreUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Records;

/// <summary>Where handshakes and hole punches go; nodes between two peers are told by the vectors.</summary>
public sealed class PeerRouterTests
{
    private static readonly NodeId Target = Targets.Of(Suite, Pair(1).PublicKey);
    private static readonly PeerAddress Client = PeerAddress.Parse("9.9.9.9:9");
    private static readonly PeerAddress Relay = PeerAddress.Parse("7.7.7.7:7");
    private static readonly byte[] Noise = [1, 2, 3];

    private readonly StoreUnderTest _node = new();

    [Theory]
    [InlineData(PeerMode.FromClient, true)]
    [InlineData(PeerMode.FromRelay, true)]
    [InlineData(PeerMode.FromSecondRelay, true)]
    [InlineData(PeerMode.FromServer, false)]
    [InlineData(PeerMode.Reply, false)]
    [InlineData((PeerMode)7, false)]
    public void A_server_of_this_node_is_given_what_a_client_sent(PeerMode mode, bool isForServer)
    {
        _node.Router.Listen(Target, RecordOf(Pair(1)));
        var verdict = Handshake(mode, Client, Relay);

        if (isForServer) Assert.Equal(Target, Assert.IsType<RouterVerdict.HandshakeForServer>(verdict).Target);
        else Assert.IsType<RouterVerdict.Drop>(verdict);
    }

    [Fact]
    public void A_second_relay_without_a_first_is_no_way_back() =>
        Assert.IsType<RouterVerdict.Drop>(Answer(PeerMode.FromSecondRelay, relay: null));

    [Fact]
    public void A_direct_handshake_is_answered_with_a_reply_by_the_socket_that_the_server_chose()
    {
        var socket = new SocketRole(5);
        var request = RequestOf(PeerCommands.PeerHandshake, Target);
        var verdict = PeerRouter.AnswerHandshake(request, new HandshakeMessage(PeerMode.FromClient, Noise, null, null), Noise, socket);

        var answer = Assert.IsType<RouterVerdict.Reply>(verdict).Answer;
        Assert.Equal((null, socket, false, false), (answer.To, answer.Socket, answer.IncludeToken, answer.IncludeCloserNodes));
        AssertMessage(answer.Value!.Value, PeerMode.Reply, peer: null, relay: null);
    }

    [Theory]
    [InlineData(PeerMode.FromRelay, "88.99.3.86:1000")]
    [InlineData(PeerMode.FromSecondRelay, "7.7.7.7:7")]
    public void A_relayed_handshake_is_answered_through_the_relay(PeerMode mode, string to)
    {
        var forward = Assert.IsType<RouterVerdict.Forward>(Answer(mode, Relay));

        Assert.Equal(PeerAddress.Parse(to), forward.To);
        AssertMessage(forward.Value, PeerMode.FromServer, Client, relay: null);
    }

    [Fact]
    public void A_hole_punch_for_a_server_of_this_node_comes_by_a_relay_and_goes_back_there()
    {
        _node.Router.Listen(Target, RecordOf(Pair(1)));
        var request = RequestOf(PeerCommands.PeerHolepunch, Target, new HolepunchMessage(PeerMode.FromRelay, 3, Noise, Client).ToBytes());

        var received = Assert.IsType<RouterVerdict.HolepunchForServer>(_node.Router.HandleHolepunch(_node.Now, request)).Message;
        var forward = Assert.IsType<RouterVerdict.Forward>(PeerRouter.AnswerHolepunch(request, received, Noise, new SocketRole(4)));

        Assert.Equal((Alice, new SocketRole(4)), (forward.To, forward.Socket));
        Assert.True(HolepunchMessage.TryDecode(forward.Value.Span, out var answer));
        Assert.Equal((PeerMode.FromServer, 0ul, Client), (answer.Mode, answer.Id, answer.Peer));
    }

    [Fact]
    public void A_hole_punch_has_no_shortcut_to_a_server_of_this_node()
    {
        _node.Router.Listen(Target, RecordOf(Pair(1)));
        var request = RequestOf(PeerCommands.PeerHolepunch, Target, new HolepunchMessage(PeerMode.FromClient, 3, Noise, null).ToBytes());

        Assert.IsType<RouterVerdict.Drop>(_node.Router.HandleHolepunch(_node.Now, request));
    }

    [Fact]
    public void Handshakes_are_passed_on_by_a_node_that_stores_nothing_yet()
    {
        _node.Id = null;
        var forward = Assert.IsType<RouterVerdict.Forward>(Handshake(PeerMode.FromClient, null, Relay));
        Assert.Equal(Relay, forward.To);
        AssertMessage(forward.Value, PeerMode.FromRelay, Alice, relay: null);
    }

    [Fact]
    public void What_makes_no_sense_is_dropped()
    {
        Assert.IsType<RouterVerdict.Drop>(_node.Router.HandleHandshake(_node.Now, RequestOf(PeerCommands.PeerHandshake, Target)));
        Assert.IsType<RouterVerdict.Drop>(_node.Router.HandleHandshake(_node.Now, RequestOf(PeerCommands.PeerHandshake, Target, [1])));
        Assert.IsType<RouterVerdict.Drop>(_node.Router.HandleHolepunch(_node.Now, RequestOf(PeerCommands.PeerHolepunch, Target)));
        Assert.IsType<RouterVerdict.Drop>(_node.Router.HandleHolepunch(_node.Now, RequestOf(PeerCommands.PeerHolepunch, null, [1])));
    }

    private RouterVerdict Handshake(PeerMode mode, PeerAddress? peer, PeerAddress? relay) =>
        _node.Router.HandleHandshake(_node.Now, RequestOf(PeerCommands.PeerHandshake, Target, new HandshakeMessage(mode, Noise, peer, relay).ToBytes()));

    private static RouterVerdict Answer(PeerMode mode, PeerAddress? relay) =>
        PeerRouter.AnswerHandshake(RequestOf(PeerCommands.PeerHandshake, Target), new HandshakeMessage(mode, Noise, Client, relay), Noise, null);

    private static void AssertMessage(ReadOnlyMemory<byte> value, PeerMode mode, PeerAddress? peer, PeerAddress? relay)
    {
        Assert.True(HandshakeMessage.TryDecode(value.Span, out var message));
        Assert.Equal((mode, peer, relay), (message.Mode, message.Peer, message.Relay));
        Assert.Equal(Noise, message.Noise.ToArray());
    }
}
