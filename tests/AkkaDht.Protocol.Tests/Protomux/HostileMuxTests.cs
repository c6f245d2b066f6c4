using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Tests.Vectors;

namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>Frames of honest peers, cut short anywhere or with any bit flipped: each is read, ignored, or ends the stream with a reason.</summary>
public sealed class HostileMuxTests
{
    public static TheoryData<int, string> Scenarios => VectorFile.Cases(VectorFile.ReadRoot("protomux.json").GetProperty("scenarios"));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_frame_cut_short_ends_the_stream_or_says_less(int index, string name)
    {
        Assert.NotEmpty(name);
        foreach (var frame in FramesOf(index))
            for (var length = 0; length <= frame.Length; length++) Survives(frame.AsMemory(0, length));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_frame_with_a_bit_flipped_ends_the_stream_or_says_something_else(int index, string name)
    {
        Assert.NotEmpty(name);
        foreach (var frame in FramesOf(index))
        {
            for (var bit = 0; bit < 8 * frame.Length; bit++)
            {
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
                Survives(frame);
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void A_frame_of_the_longest_kind_that_switches_channels_only_is_read_to_its_end()
    {
        var frame = new byte[1 << 24];
        frame[2] = 1;
        for (var i = 3; i < frame.Length - 1; i += 2) frame[i + 1] = 1;
        frame[^1] = 9;
        var end = new MuxEnd(MuxSettings.Default);
        end.Handle(frame);

        // The last byte is the length of an item that is not there.
        Assert.Equal(MuxError.Malformed, end.Mux.Failure);
    }

    [Fact]
    public void Nothing_is_read_after_a_failure()
    {
        var pair = new MuxPair();
        pair.Open("foo");
        pair.B.Handle(new byte[] { 0, 0, 0, 2, 2, 9, 2, 1, 0 });
        pair.B.Handle(new byte[] { 1, 0 });

        Assert.Equal(MuxError.InvalidReject, pair.B.Mux.Failure);
        Assert.Equal(["close foo remote"], pair.B.Log);
        Assert.Empty(pair.B.TakeFrames());
    }

    private static byte[][] FramesOf(int scenario) =>
        [.. VectorFile.ReadRoot("protomux.json").GetProperty("scenarios")[scenario].GetProperty("frames").EnumerateArray().Select(VectorJson.Hex)];

    // To a muxer with a channel that is open, one that waits, and a request.
    private static void Survives(ReadOnlyMemory<byte> frame)
    {
        var pair = new MuxPair();
        pair.Open("proto-one");
        pair.A.Open("r1");
        pair.A.On = _ => { };
        pair.B.Open("c1");
        MuxPair.Deliver(pair.B, pair.A);
        pair.A.Handle(frame);

        if (pair.A.Mux.Failure is null) Assert.True(pair.A.Mux.TryOpen(new ChannelSpec("after"), out _));
        else Assert.True(pair.A.Mux.Find("proto-one") is null && !pair.A.Requests[0].IsPending);
    }
}
