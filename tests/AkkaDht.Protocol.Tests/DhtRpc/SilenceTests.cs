using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>Which internal requests get a reply, and which get none at all (02-dht-rpc.md A8).</summary>
public sealed class SilenceTests
{
    private static readonly PeerAddress Peer = PeerAddress.Parse("88.99.3.86:49737");

    private readonly RpcEndpoint<int> _endpoint = NewEndpoint();

    [Fact]
    public void A_ping_is_answered_whatever_it_is_padded_with()
    {
        Assert.Equal(Peer, ReplyTo(Commands.Ping));
        Assert.Equal(Peer, ReplyTo(Commands.Ping, value: new byte[900]));
    }

    [Fact]
    public void A_nat_ping_is_answered_to_the_port_that_it_names() =>
        Assert.Equal(Peer with { Port = 513 }, ReplyTo(Commands.PingNat, value: [1, 2]));

    [Fact]
    public void A_nat_ping_without_a_port_to_answer_to_is_not_answered()
    {
        Assert.Null(ReplyTo(Commands.PingNat));
        Assert.Null(ReplyTo(Commands.PingNat, value: [1]));
        Assert.Null(ReplyTo(Commands.PingNat, value: [0, 0]));
    }

    [Fact]
    public void A_search_without_a_target_is_not_answered()
    {
        Assert.Null(ReplyTo(Commands.FindNode));
        Assert.Equal(Peer, ReplyTo(Commands.FindNode, target: new NodeId(1, 2, 3, 4)));
    }

    [Fact]
    public void A_down_hint_without_an_address_is_not_answered()
    {
        Assert.Null(ReplyTo(Commands.DownHint));
        Assert.Null(ReplyTo(Commands.DownHint, value: [1, 2, 3, 4, 5]));
        Assert.Equal(Peer, ReplyTo(Commands.DownHint, value: [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void A_delayed_ping_beyond_the_limit_is_not_answered()
    {
        Assert.Null(ReplyTo(Commands.DelayedPing, value: [0x11, 0x27, 0, 0]));
        Assert.Equal(Instant.Never, _endpoint.NextDeadline);
    }

    [Fact]
    public void A_delayed_ping_is_answered_when_its_time_has_come()
    {
        Assert.Null(ReplyTo(Commands.DelayedPing, value: [100, 0, 0, 0]));
        Assert.Equal(Instant.FromMilliseconds(100), _endpoint.NextDeadline);

        _endpoint.HandleTimeout(Instant.FromMilliseconds(100));
        Assert.True(_endpoint.TryTakeTransmit(out var reply));
        Assert.Equal(Peer, reply.To);
    }

    private PeerAddress? ReplyTo(ulong command, byte[]? value = null, NodeId? target = null)
    {
        var request = new RequestDatagram
        {
            Tid = 7,
            To = PeerAddress.Loopback(1),
            IsInternal = true,
            Command = command,
            HasTarget = target is not null,
            Target = target ?? default,
            HasValue = value is not null,
            Value = value,
        };
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        _endpoint.HandleDatagram(Instant.Zero, SocketRole.Server, Peer, datagram);
        return _endpoint.TryTakeTransmit(out var reply) ? reply.To : null;
    }

    private static RpcEndpoint<int> NewEndpoint()
    {
        var (random, crypto) = (new SeededRandom(1), ManagedSuite.Instance);
        var identity = new NodeIdentity(new RoutingTable(NodeId.Random(random)), IsEphemeral: true, IsFirewalled: false);
        var endpoint = new RpcEndpoint<int>(new EndpointSettings(), new RoundTripTokens(crypto, random), random, new NodeIdCache(crypto, maximum: 64).Get, identity);
        endpoint.HandleBound(Instant.Zero);
        return endpoint;
    }
}
