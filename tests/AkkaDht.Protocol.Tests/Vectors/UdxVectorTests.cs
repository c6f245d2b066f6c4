using System.Text.Json;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Everything in udx.json: packets of the reference read and written again, and its conversations held by our own ends.</summary>
public sealed class UdxVectorTests
{
    private static readonly JsonElement File = VectorFile.ReadRoot("udx.json");

    public static TheoryData<int, string> Captures => VectorFile.Cases(File.GetProperty("captures"));

    public static TheoryData<int, string> Stimuli => VectorFile.Cases(File.GetProperty("stimuli"));

    [Fact]
    public void Every_section_is_looked_at() =>
        Assert.Empty(File.EnumerateObject().Select(section => section.Name).Except(["about", "sources", "captures", "stimuli"]));

    [Fact]
    public void Every_packet_reads_as_the_reference_reads_it_and_is_written_the_same()
    {
        var packets = 0;
        foreach (var (packet, decoded) in Packets())
        {
            Assert.True(PacketHeader.TryRead(packet, out var header));
            Assert.Equal(decoded.IntOf("type"), (int)header.Type);
            Assert.Equal(decoded.IntOf("dataOffset"), header.DataOffset);
            Assert.Equal(decoded.GetProperty("id").GetUInt32(), header.Id.Value);
            Assert.Equal(decoded.GetProperty("rwnd").GetUInt32(), header.WindowBytes);
            Assert.Equal(decoded.GetProperty("seq").GetUInt32(), header.Number);
            Assert.Equal(decoded.GetProperty("ack").GetUInt32(), header.Ack);
            AssertRanges(packet, header, decoded);

            var written = packet.ToArray();
            written.AsSpan(0, PacketHeader.Length).Clear();
            header.Write(written);
            Assert.Equal(packet, written);
            packets++;
        }

        Assert.NotEqual(0, packets);
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Two_of_our_ends_talk_as_two_of_the_reference_did(int index, string name)
    {
        var capture = File.GetProperty("captures")[index];
        var first = capture.GetProperty("packets")[0];
        if (capture.Has("udpPayloadSizesInOrder")) UdxMtuCapture.Replay(capture);
        else if (first.Has("dir")) new UdxCapture(capture).Replay();
        else if (first.Has("to")) UdxRemoteCapture.Replay(capture);
        else if (first.Has("leg")) UdxRelayCapture.Replay(capture);
        else Assert.Fail($"{name}: nothing handles packets of this shape.");
    }

    [Theory]
    [MemberData(nameof(Stimuli))]
    public void Our_end_answers_made_up_packets_as_the_reference_does(int index, string name)
    {
        Assert.NotEmpty(name);
        new UdxStimulus(File.GetProperty("stimuli")[index]).Run();
    }

    private static IEnumerable<(byte[] Packet, JsonElement Decoded)> Packets()
    {
        foreach (var capture in File.GetProperty("captures").EnumerateArray())
            foreach (var packet in capture.GetProperty("packets").EnumerateArray()) yield return (packet.Hex(), packet);

        foreach (var step in File.GetProperty("stimuli").EnumerateArray().SelectMany(stimulus => stimulus.GetProperty("steps").EnumerateArray()))
        {
            if (step.Has("inputDecoded")) yield return (step.BytesOf("input"), step.GetProperty("inputDecoded"));
            foreach (var reply in step.GetProperty("replies").EnumerateArray()) yield return (reply.Hex(), reply);
        }
    }

    private static void AssertRanges(byte[] packet, PacketHeader header, JsonElement decoded)
    {
        string[] expected = decoded.Has("sacks")
            ? [.. decoded.GetProperty("sacks").EnumerateArray().Select(range => $"{range[0].GetUInt32()}–{range[1].GetUInt32()}")]
            : [];
        var rest = packet.AsSpan(PacketHeader.Length);
        var bytes = header.DataOffset > 0 && header.DataOffset < rest.Length ? rest[..header.DataOffset] : rest;
        var isSack = (header.Type & PacketType.Sack) != 0;
        var actual = new List<string>();
        for (var i = 0; isSack && i < SelectiveAck.Count(bytes); i++)
        {
            var range = SelectiveAck.Read(bytes, i);
            actual.Add($"{range.Start}–{range.End}");
        }

        Assert.Equal(expected, actual);
        var padded = Math.Min(header.DataOffset, rest.Length);
        if (!isSack || padded > 0) Assert.Equal(decoded.IntOf("payloadLength"), header.DataOffset > rest.Length ? 0 : rest.Length - padded);
    }
}
