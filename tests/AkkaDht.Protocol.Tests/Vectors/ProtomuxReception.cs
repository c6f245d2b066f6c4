using System.Text.Json;
using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>One muxer with a channel for protocol "t" that is fed frames, as protomux.json has it in "receive".</summary>
internal static class ProtomuxReception
{
    private static readonly string[] Members = ["name", "setup", "input", "output", "events", "destroyed", "error"];

    private static readonly Dictionary<string, MuxError> Errors = new()
    {
        ["Out of bounds"] = MuxError.Malformed,
        ["Invalid open message"] = MuxError.InvalidOpen,
        ["Invalid reject message"] = MuxError.InvalidReject,
        ["uint must be between 0 and 9007199254740991, use biguint"] = MuxError.ControlChannelOpened,
    };

    public static void Holds(JsonElement vector)
    {
        Assert.All(vector.EnumerateObject(), member => Assert.True(Members.Contains(member.Name), $"nothing handles '{member.Name}'."));
        var setup = vector.Has("setup") ? vector.GetProperty("setup").GetString() : "";
        var (decodesHandshake, decodesMessage) = DecodersOf(setup!);
        var mux = new Mux(MuxSettings.Default);
        var seen = new List<SeenEvent>();

        Assert.True(mux.TryOpen(new ChannelSpec("t") { MessageTypes = 1 }, out var channel));
        if (setup == "channel was opened and closed before any input") channel.Close();
        Frames(mux);
        Events();

        var output = new List<string>();
        foreach (var input in vector.GetProperty("input").EnumerateArray())
        {
            mux.HandleFrame(input.Bytes());
            Events();
            output.AddRange(Frames(mux));
        }

        Assert.Equal(vector.GetProperty("output").EnumerateArray().Select(frame => frame.GetString()), output);
        Assert.Equal(vector.BoolOf("destroyed"), mux.Failure is not null);
        Assert.Equal(vector.Has("error") ? Errors[vector.GetProperty("error").GetString()!] : null, mux.Failure);

        var told = vector.GetProperty("events").EnumerateArray().Select(told => told.GetString()!).ToArray();
        var expected = told.Where(sentence => ProtomuxEvents.KindOf(sentence) is not null).ToArray();
        Assert.Equal(expected.Length, seen.Count);
        Assert.All(expected.Zip(seen), pair => Assert.True(ProtomuxEvents.Says(pair.First, pair.Second), $"{pair.First}: {pair.Second}"));
        Assert.Equal(told.Contains("destroy"), channel.IsClosed);

        // An owner who knows no other protocol.
        void Events()
        {
            while (mux.TryTakeEvent(out var happened))
            {
                var isReadable = happened.Kind switch
                {
                    MuxEventKind.Opened => decodesHandshake(happened.Bytes),
                    MuxEventKind.Received => decodesMessage(happened.Bytes),
                    _ => true,
                };
                if (happened.Request is { } request) mux.Reject(request);
                else if (isReadable) seen.Add(SeenEvent.Of(happened));
                else mux.Fail(MuxError.Malformed);
            }
        }
    }

    private static List<string> Frames(Mux mux)
    {
        var frames = new List<string>();
        while (mux.TryTakeFrame(out var frame)) frames.Add(Convert.ToHexStringLower(frame.Span));
        return frames;
    }

    private static (Func<ReadOnlyMemory<byte>, bool> Handshake, Func<ReadOnlyMemory<byte>, bool> Message) DecodersOf(string setup) => setup switch
    {
        "" or "channel was opened and closed before any input" => (_ => true, _ => true),
        "message type 0 is uint" => (_ => true, IsUInt),
        "channel has a 32-byte handshake" => (handshake => handshake.Length >= 32, _ => true),
        "channel has a uint handshake" => (IsUInt, _ => true),
        _ => throw new InvalidOperationException($"nothing is set up as '{setup}'."),
    };

    private static bool IsUInt(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CompactReader(bytes.Span);
        return reader.TryReadUInt(out _);
    }
}
