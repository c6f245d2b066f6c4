using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Kademlia;

/// <summary>What does a full bucket take to hear a node, and what to make a new snapshot once a node left and another came?</summary>
public class BucketBenchmark
{
    private readonly Bucket _bucket = new(BucketLimits.Default);
    private readonly Node[] _nodes = new Node[BucketLimits.Default.Capacity + 1];
    private long _tick = 1;
    private uint _next;

    [GlobalSetup]
    public void Fill()
    {
        var random = new SeededRandom(1);
        for (uint i = 0; i < _nodes.Length; i++) _nodes[i] = new Node(NodeId.Random(random), new PeerAddress(0x2c000001u + (i << 8), 49737));
        foreach (var node in _nodes) _bucket.Heard(_tick, node);
    }

    [Benchmark(Baseline = true)]
    public InsertKind Hear_a_member() => _bucket.Heard(_tick, NextMember()).Kind;

    [Benchmark]
    public InsertOutcome Hear_a_stranger() => _bucket.Heard(++_tick, _nodes[^1]);

    [Benchmark]
    public BucketSnapshot Replace_a_member()
    {
        var node = NextMember();
        _bucket.Remove(node.Id);
        _bucket.Heard(_tick, node);
        return _bucket.Snapshot;
    }

    private Node NextMember() => _nodes[_next++ % (uint)BucketLimits.Default.Capacity];
}
