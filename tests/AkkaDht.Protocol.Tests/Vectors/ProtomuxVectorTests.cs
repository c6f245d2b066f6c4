using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Every section of protomux.json: whole conversations, what a muxer does with single frames, and its two limits.</summary>
public sealed partial class ProtomuxVectorTests
{
    private const string FileName = "protomux.json";

    private static JsonElement Root => VectorFile.ReadRoot(FileName);

    public static TheoryData<int, string> Scenarios => VectorFile.Cases(Root.GetProperty("scenarios"));

    public static TheoryData<int, string> Receptions => VectorFile.Cases(Root.GetProperty("receive").GetProperty("cases"));

    [Fact]
    public void Every_section_is_handled() => Assert.All(Root.EnumerateObject(), section => Assert.True(
        section.Name is "about" or "sources" or "scenarios" or "receive" or "batchSplit" or "pendingLimit", $"nothing handles the section '{section.Name}'."));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Two_muxers_say_what_the_reference_says(int index, string name)
    {
        Assert.NotEmpty(name);
        new ProtomuxScenario(Root.GetProperty("scenarios")[index]).Replay();
    }

    [Theory]
    [MemberData(nameof(Receptions))]
    public void A_muxer_takes_frames_as_the_reference_does(int index, string name)
    {
        Assert.NotEmpty(name);
        ProtomuxReception.Holds(Root.GetProperty("receive").GetProperty("cases")[index]);
    }

    [Fact]
    public void A_batch_is_closed_when_it_is_long_enough()
    {
        var split = Root.GetProperty("batchSplit");
        var sizes = split.GetProperty("frameSizes").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var prefixes = split.GetProperty("framePrefixes").EnumerateArray().Select(VectorJson.Bytes).ToArray();
        var (head, item) = FirstItem(prefixes[0]);

        var mux = new Mux(MuxSettings.Default);
        Assert.True(mux.TryOpen(new ChannelSpec("t"), out var channel));
        Assert.True(mux.TryTakeFrame(out _));
        mux.Cork();
        for (var messages = sizes.Sum(size => (size - head) / item); messages > 0; messages--) Assert.True(channel.TrySend(0, new byte[item - CompactWriter.MeasureUInt((ulong)item) - 1]));
        mux.Uncork();

        foreach (var (size, prefix) in sizes.Zip(prefixes))
        {
            Assert.True(mux.TryTakeFrame(out var frame));
            Assert.Equal(size, frame.Length);
            Assert.Equal(prefix, frame[..prefix.Length].ToArray());
        }

        Assert.False(mux.TryTakeFrame(out _));
    }

    [Fact]
    public void Reading_pauses_while_too_much_is_kept()
    {
        foreach (var member in Root.GetProperty("pendingLimit").EnumerateObject().Where(member => member.Name != "note"))
        {
            var length = int.Parse(MessagesOfLength().Match(member.Name).Groups["length"].Value);
            var mux = new Mux(MuxSettings.Default);
            var sender = new Mux(MuxSettings.Default);
            Assert.True(sender.TryOpen(new ChannelSpec("t"), out var channel));
            for (var sent = 0; sent < member.Value.GetInt32(); sent++)
            {
                Assert.False(mux.IsPaused);
                Assert.True(channel.TrySend(0, new byte[length]));
                while (sender.TryTakeFrame(out var frame))
                {
                    mux.HandleFrame(frame);
                    while (mux.TryTakeEvent(out _)) { }
                }
            }

            Assert.True(mux.IsPaused);
        }
    }

    // Bytes before the first item of a batch, and bytes of that item with its length.
    private static (int Head, int Item) FirstItem(byte[] batch)
    {
        var reader = new CompactReader(batch);
        Assert.True(reader.TryReadUInt(out _) && reader.TryReadUInt(out _) && reader.TryReadUInt(out _));
        var head = reader.Position;
        Assert.True(reader.TryReadUInt(out var length));
        return (head, reader.Position - head + (int)length);
    }

    [GeneratedRegex("^messagesOf(?<length>[0-9]+)BytesBeforePause$")]
    private static partial Regex MessagesOfLength();
}
