using System.Text.Json;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Packets before and behind a relay: each leg "x -> relay" is followed by its leg "relay -> y".</summary>
internal static class UdxRelayCapture
{
    private const string ToRelay = " -> relay";
    private const string FromRelay = "relay -> ";

    public static void Replay(JsonElement capture)
    {
        var towardsA = new StreamPath(SocketRole.Server, new PeerAddress(0x7f000001, 1), new StreamId(capture.GetProperty("idA").GetUInt32()));
        var towardsB = new StreamPath(SocketRole.Server, new PeerAddress(0x7f000001, 2), new StreamId(capture.GetProperty("idB").GetUInt32()));
        var relay = new StreamRelay(
            new RelayLeg(new StreamId(capture.GetProperty("relayIdTowardsA").GetUInt32()), towardsA),
            new RelayLeg(new StreamId(capture.GetProperty("relayIdTowardsB").GetUInt32()), towardsB));

        var isDestroyed = false;
        foreach (var pair in capture.GetProperty("packets").EnumerateArray().Chunk(2))
        {
            Assert.EndsWith(ToRelay, pair[0].GetProperty("leg").GetString());
            var onward = pair[1].GetProperty("leg").GetString()!;
            Assert.StartsWith(FromRelay, onward);

            var buffer = new byte[UdxStream.MaxPacketLength];
            Assert.True(relay.TryForward(pair[0].Hex(), buffer, out var transmit));
            Assert.Equal(Convert.ToHexStringLower(pair[1].Hex()), Convert.ToHexStringLower(buffer.AsSpan(0, transmit.Length)));
            Assert.Equal((onward[FromRelay.Length..] == "a" ? towardsA : towardsB).Remote, transmit.To);
            isDestroyed |= (pair[0].IntOf("type") & (int)PacketType.Destroy) != 0;
        }

        Assert.Equal(isDestroyed, relay.IsClosed);
    }
}
