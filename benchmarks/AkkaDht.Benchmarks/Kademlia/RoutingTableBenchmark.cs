using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using BenchmarkDotNet.Attributes;

namespace AkkaDht.Benchmarks.Kademlia;

/// <summary>What does the list of closer nodes in a reply take, beside finding one node: from one full row, or from all the rows there are?</summary>
public class RoutingTableBenchmark
{
    private const int Count = RoutingTable.DefaultCapacity;

    private readonly RoutingTable _table = new FullTable().Table;
    private readonly RoutingTable _sparse = new(default);
    private readonly byte[] _addresses = new byte[Count * PeerAddress.WireLength];
    private readonly Node[] _nodes = new Node[Count];
    private NodeId _far;
    private NodeId _known;

    [GlobalSetup]
    public void Choose()
    {
        _far = new NodeId(~_table.Id.Word0, 0, 0, 0);
        _known = _table.Row(0)[7].Id;
        var lonely = new Bucket(BucketLimits.Default);
        lonely.Heard(tick: 1, _table.Row(0)[0]);
        _sparse.Publish(_sparse.RowOf(_table.Row(0)[0].Id), lonely.Snapshot);
    }

    [Benchmark(Baseline = true)]
    public bool Find_one() => _table.TryGet(_known, out _);

    [Benchmark]
    public int Copy_from_a_full_row() => _table.CopyClosest(_far, _addresses, Count);

    [Benchmark]
    public int Copy_near_the_own_id() => _table.CopyClosest(_table.Id, _addresses, Count);

    [Benchmark]
    public int Copy_from_a_table_of_one() => _sparse.CopyClosest(_far, _addresses, Count);

    [Benchmark]
    public int Take_nodes_for_a_query() => _table.Closest(_far, _nodes);
}
