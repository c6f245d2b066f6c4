using AkkaDht.Protocol.Protomux;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Protomux;

/// <summary>What does a message cost from one muxer to the other, alone in its frame or as one of a batch, between secret streams that cost nothing?</summary>
public class MuxBenchmark
{
    private const int BatchSize = 64;

    private readonly Mux _from = new(MuxSettings.Default);
    private readonly Mux _to = new(MuxSettings.Default);
    private MuxChannel? _channel;
    private byte[] _payload = [];

    [Params(64, 1024)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _payload = new byte[Length];
        if (!_from.TryOpen(new ChannelSpec("protocol"), out _channel) || !_to.TryOpen(new ChannelSpec("protocol"), out _)) throw new InvalidOperationException();
        Pass(_from, _to);
        Pass(_to, _from);
    }

    [Benchmark]
    public int Alone()
    {
        _channel!.TrySend(1, _payload);
        return Pass(_from, _to);
    }

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public int InABatch()
    {
        _from.Cork();
        for (var i = 0; i < BatchSize; i++) _channel!.TrySend(1, _payload);
        _from.Uncork();
        return Pass(_from, _to);
    }

    private static int Pass(Mux from, Mux to)
    {
        var bytes = 0;
        while (from.TryTakeFrame(out var frame))
        {
            to.HandleFrame(frame);
            while (to.TryTakeEvent(out var happened)) bytes += happened.Bytes.Length;
        }

        return bytes;
    }
}
