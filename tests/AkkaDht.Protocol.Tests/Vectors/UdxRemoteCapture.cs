using System.Text.Json;
using AkkaDht.Protocol.Tests.Udx;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>A change of remote, seen from the end that changes: where each packet goes. Acknowledgements are not recorded; what they must have said is seen from what came next.</summary>
internal static class UdxRemoteCapture
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(5);

    public static void Replay(JsonElement capture)
    {
        JsonElement[] packets = [.. capture.GetProperty("packets").EnumerateArray()];
        string[] remotes = [.. packets.Select(packet => packet.GetProperty("to").GetString()!).Distinct()];
        uint[] ids = [capture.GetProperty("firstRemoteId").GetUInt32(), capture.GetProperty("secondRemoteId").GetUInt32()];
        StreamPath[] paths = [.. ids.Select((id, index) => new StreamPath(SocketRole.Server, new PeerAddress(0x7f000001, (ushort)(index + 1)), new StreamId(id)))];

        var stream = new UdxStream(new StreamId(capture.GetProperty("idA").GetUInt32()), UdxSettings.Default);
        var end = new StreamHarness(stream);
        stream.Connect(Instant.Zero, paths[0]);
        var current = 0;
        var written = 0u;
        var now = Instant.Zero;
        foreach (var packet in packets)
        {
            now = Instant.FromMilliseconds(packet.IntOf("t"));
            var remote = Array.IndexOf(remotes, packet.GetProperty("to").GetString());
            var number = packet.GetProperty("seq").GetUInt32();
            if (number >= written)
            {
                if (remote != current) Assert.True(stream.ChangeRemote(now, paths[current = remote]));
                stream.Write(now, packet.Hex().AsSpan(PacketHeader.Length));
                written = number + 1;
            }

            end.Drain(now);
            if (end.Sent.Count == 0) Wait(end, now + Slack);
            if (end.Sent.Count == 0) Acknowledge(end, now, number);

            var (bytes, to) = end.Sent.Dequeue();
            Assert.Equal(Convert.ToHexStringLower(packet.Hex()), Convert.ToHexStringLower(bytes));
            Assert.Equal(paths[remote].Remote, to);
        }

        Acknowledge(end, now, written);
        Assert.Equal(capture.GetProperty("events").EnumerateArray().Select(happened => happened.GetString()), end.Events);
    }

    private static void Wait(StreamHarness end, Instant until)
    {
        while (end.Sent.Count == 0 && end.Stream.NextDeadline <= until)
        {
            var now = end.Stream.NextDeadline;
            end.Stream.HandleTimeout(now);
            end.Drain(now);
        }
    }

    private static void Acknowledge(StreamHarness end, Instant now, uint ack)
    {
        var packet = new byte[PacketHeader.Length];
        new PacketHeader(PacketType.State, 0, end.Stream.LocalId, (uint)UdxSettings.Default.ReceiveWindowBytes, 0, ack).Write(packet);
        end.Receive(now, packet);
    }
}
