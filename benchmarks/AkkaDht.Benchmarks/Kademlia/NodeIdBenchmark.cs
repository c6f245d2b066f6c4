using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Kademlia;

/// <summary>What does the id of a sender take, when its address is known and when it has to be hashed, in managed code and by libsodium?</summary>
public class NodeIdBenchmark
{
    private const int Known = 1024;

    private readonly NodeIdCache _cache = new(ManagedSuite.Instance, maximum: 4 * Known);
    private readonly ICryptoSuite _fastest = CryptoSuites.Select(CryptoSuites.Auto);
    private ushort _next;

    [Benchmark(Baseline = true)]
    public NodeId Hash_in_managed_code() => NodeIdCache.Compute(ManagedSuite.Instance, Next());

    [Benchmark]
    public NodeId Hash_by_libsodium_if_there() => NodeIdCache.Compute(_fastest, Next());

    [Benchmark]
    public NodeId Remember() => _cache.Get(Next());

    private PeerAddress Next() => PeerAddress.Loopback((ushort)(_next++ % Known));
}
