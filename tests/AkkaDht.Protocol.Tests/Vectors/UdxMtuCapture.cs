using System.Text.Json;
using AkkaDht.Protocol.Tests.Udx;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>
/// The search for the path's longest packet: all lengths are recorded, of the packets only some. The writes were of equal length, one
/// when the one before had been acknowledged; how many there were is seen from the lengths.
/// </summary>
internal static class UdxMtuCapture
{
    private const int MaxWrites = 100;

    public static void Replay(JsonElement capture)
    {
        int[] lengths = [.. capture.GetProperty("udpPayloadSizesInOrder").EnumerateArray().Select(length => length.GetInt32())];
        byte[][] kept = [.. capture.GetProperty("packets").EnumerateArray().Select(packet => packet.Hex())];
        var total = capture.IntOf("receivedByB");
        var matching = Enumerable.Range(1, MaxWrites).Where(writes => total % writes == 0).Select(writes => Run(capture, writes, total / writes))
            .FirstOrDefault(run => run.Packets.Select(packet => packet.Length).SequenceEqual(lengths));

        Assert.NotNull(matching.Packets);
        Assert.Equal(capture.IntOf("finalMtu"), matching.Mtu);
        foreach (var packet in kept)
        {
            var number = packet.AsSpan(12, 4).ToArray();
            var ours = Assert.Single(matching.Packets, sent => sent.AsSpan(12, 4).SequenceEqual(number));
            var head = PacketHeader.Length + packet[3];
            Assert.Equal(Convert.ToHexStringLower(packet.AsSpan(0, head)), Convert.ToHexStringLower(ours.AsSpan(0, head)));
        }
    }

    private static (List<byte[]> Packets, int Mtu) Run(JsonElement capture, int writes, int length)
    {
        var path = new StreamPath(SocketRole.Server, new PeerAddress(0x7f000001, 9), new StreamId(capture.GetProperty("idB").GetUInt32()));
        var stream = new UdxStream(new StreamId(capture.GetProperty("idA").GetUInt32()), UdxSettings.Default);
        var end = new StreamHarness(stream);
        var now = Instant.Zero;
        stream.Connect(now, path);
        var packets = new List<byte[]>();
        for (var write = 0; write < writes; write++)
        {
            now += TimeSpan.FromMilliseconds(10);
            stream.Write(now, new byte[length]);
            end.Drain(now);
            var sent = end.Sent.Select(sent => sent.Packet).ToList();
            end.Sent.Clear();
            packets.AddRange(sent);
            now += TimeSpan.FromMilliseconds(1);
            foreach (var packet in sent) Acknowledge(end, now, packet);
        }

        return (packets, stream.Stats.Mtu);
    }

    private static void Acknowledge(StreamHarness end, Instant now, byte[] packet)
    {
        Assert.True(PacketHeader.TryRead(packet, out var header));
        var ack = new byte[PacketHeader.Length];
        new PacketHeader(PacketType.State, 0, end.Stream.LocalId, header.WindowBytes, header.Ack, header.Number + 1).Write(ack);
        end.Receive(now, ack);
    }
}
