using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What a relay passes on (05-udx.md A10).</summary>
public sealed class StreamRelayTests
{
    private static readonly StreamPath ToA = new(SocketRole.Client, PeerAddress.Loopback(1), new StreamId(11));
    private static readonly StreamPath ToB = new(SocketRole.Server, PeerAddress.Loopback(2), new StreamId(22));

    private readonly StreamRelay _relay = new(new RelayLeg(new StreamId(1), ToA), new RelayLeg(new StreamId(2), ToB));
    private readonly byte[] _buffer = new byte[2048];

    [Theory]
    [InlineData(1u, 22u)]
    [InlineData(2u, 11u)]
    public void A_packet_passes_with_another_id_and_nothing_else_changed(uint id, uint onwardId)
    {
        foreach (var type in (byte[])[0, 1, 2, 3, 4, 8, 32])
        {
            byte[] packet = [.. Packet((PacketType)type, id), 1, 2, 3];

            Assert.True(_relay.TryForward(packet, _buffer, out var transmit));

            var onward = onwardId == 11 ? ToA : ToB;
            Assert.Equal(new StreamTransmit(onward.Socket, onward.Remote, packet.Length), transmit);
            PacketHeader.WriteId(packet, new StreamId(onwardId));
            Assert.Equal(packet, _buffer[..packet.Length]);
        }

        Assert.False(_relay.IsClosed);
    }

    [Fact]
    public void A_destroy_passes_and_closes_the_relay()
    {
        Assert.True(_relay.TryForward(Packet(PacketType.Destroy, 1), _buffer, out _));

        Assert.True(_relay.IsClosed);
        Assert.False(_relay.TryForward(Packet(PacketType.Data, 2), _buffer, out _));
    }

    [Fact]
    public void What_is_for_neither_leg_or_no_packet_does_not_pass()
    {
        Assert.False(_relay.TryForward(Packet(PacketType.Data, 3), _buffer, out _));
        Assert.False(_relay.TryForward(Packet(PacketType.Destroy, 11), _buffer, out _));
        Assert.False(_relay.TryForward(Packet(PacketType.Data, 1).AsSpan(0, 19), _buffer, out _));
        Assert.False(_relay.TryForward(new byte[30], _buffer, out _));
        Assert.False(_relay.IsClosed);
    }

    private static byte[] Packet(PacketType type, uint id)
    {
        var packet = new byte[PacketHeader.Length];
        new PacketHeader(type, 0, new StreamId(id), 5, 6, 7).Write(packet);
        return packet;
    }
}
