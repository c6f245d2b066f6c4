using System.Text.Json;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Tests.Vectors;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>A muxer that is fed mutated frames of honest peers, one after another, by an owner who answers this way and that.</summary>
public sealed class MuxFuzzTests(ITestOutputHelper output)
{
    private const int MaxFramesPerStream = 200;

    private static readonly MuxSettings Settings = new()
    {
        MaxChannels = 20,
        MaxRequests = 10,
        MaxKeptMessagesPerChannel = 8,
        MaxKeptMessages = 20,
        MaxKeptBytesPerChannel = 8192,
        MaxKeptBytes = 16384,
        MaxProtocolBytes = 40,
        MaxIdBytes = 40,
        MaxHandshakeBytes = 64,
        MaxUnsentBytes = 64 * 1024,
    };

    private readonly Random _random = new(Seed);
    private readonly Dictionary<string, int> _ends = [];

    [Fact]
    public void Whatever_arrives_is_read_within_the_bounds_or_ends_the_stream()
    {
        var mutator = new Mutator(Corpus(), Seed);
        var (mux, frames) = (NewMux(), 0);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            // One frame in four arrives as it was sent.
            var frame = _random.Next(4) == 0 ? Corpus()[_random.Next(Corpus().Length)] : mutator.Next().ToArray();
            mux.HandleFrame(frame);
            Answer(mux);
            AssertWithinBounds(mux, iteration, frame);
            if (mux.Failure is null && ++frames < MaxFramesPerStream) continue;

            Count(mux.Failure?.ToString() ?? "goes on");
            mux.HandleClosed();
            Answer(mux);
            Assert.True(mux.Stats is { Requests: 0, KeptMessages: 0, KeptBytes: 0 }, $"SEED={Seed}, iteration {iteration}");
            (mux, frames) = (NewMux(), 0);
        }

        foreach (var (end, count) in _ends) output.WriteLine($"{count} times: {end}.");
        Assert.True(_ends.Count >= 4, $"SEED={Seed}: only {_ends.Count} ends were reached");
    }

    private static readonly byte[][] Frames = [.. BytesIn(VectorFile.ReadRoot("protomux.json"))];

    private static byte[][] Corpus() => Frames;

    private static IEnumerable<byte[]> BytesIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(BytesIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member switch
        {
            { Name: "hex" } => [member.Value.Bytes()],
            { Name: "input" } => member.Value.EnumerateArray().Select(VectorJson.Bytes),
            _ => BytesIn(member.Value),
        }),
        _ => [],
    };

    private static Mux NewMux()
    {
        var mux = new Mux(Settings);
        foreach (var protocol in new[] { "proto-one", "t", "r1", "c1" }) mux.TryOpen(new ChannelSpec(protocol), out _);
        return mux;
    }

    private void Answer(Mux mux)
    {
        while (mux.TryTakeEvent(out var happened))
        {
            switch (_random.Next(6))
            {
                case 0 when happened.Request is { } request: mux.Reject(request); break;
                case 1 when happened.Request is { } request: mux.TryOpen(new ChannelSpec(request.Protocol, request.Id) { IsUnique = false }, out _); break;
                case 2: happened.Channel?.TrySend(happened.Type, happened.Bytes.Span); break;
                case 3: happened.Channel?.Close(); break;
                case 4: mux.TryOpen(new ChannelSpec("t"), out _); break;
                default: break;
            }
        }

        while (mux.TryTakeFrame(out var frame)) Assert.True(frame.Length <= Settings.MaxFrameBytes);
    }

    private static void AssertWithinBounds(Mux mux, int iteration, byte[] frame)
    {
        var stats = mux.Stats;
        Assert.True(
            stats.Channels <= Settings.MaxChannels && stats.Requests <= Settings.MaxRequests && stats.KeptMessages <= Settings.MaxKeptMessages
                && stats.KeptBytes <= Settings.MaxKeptBytes && stats.UnsentBytes == 0 && mux.MeetingsCount <= stats.Channels + stats.Requests,
            $"SEED={Seed}, iteration {iteration}: {Convert.ToHexStringLower(frame)} leads to {stats}");
    }

    private void Count(string end) => _ends[end] = _ends.GetValueOrDefault(end) + 1;
}
