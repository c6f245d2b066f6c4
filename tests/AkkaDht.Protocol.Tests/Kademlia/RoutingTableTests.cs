using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.Kademlia.KademliaData;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class RoutingTableTests
{
    private static readonly NodeId Own = new(0, 0, 0, 0);

    public static TheoryData<int> SomeSeeds => Seeds.First(20);

    [Fact]
    public void The_row_of_an_id_is_the_number_of_leading_bits_it_shares()
    {
        var table = new RoutingTable(Own);

        Assert.Equal(0, table.RowOf(new NodeId(1ul << 63, 0, 0, 0)));
        Assert.Equal(63, table.RowOf(new NodeId(1, 0, 0, 0)));
        Assert.Equal(64, table.RowOf(new NodeId(0, ulong.MaxValue, 0, 0)));
        Assert.Equal(255, table.RowOf(new NodeId(0, 0, 0, 1)));
    }

    [Fact]
    public void The_own_id_would_be_in_the_last_row() => Assert.Equal(255, new RoutingTable(Own).RowOf(Own));

    [Fact]
    public void An_empty_table_knows_nobody()
    {
        var table = new RoutingTable(Own);

        Assert.Equal(0, table.Count);
        Assert.Empty(table.ToArray());
        Assert.Equal(0, table.Closest(IdOf(1), new Node[20]));
        Assert.False(table.TryGet(IdOf(1), out _));
        Assert.False(table.TryGetRandom(new SeededRandom(1), out _));
    }

    [Fact]
    public void A_published_row_replaces_the_one_before()
    {
        var table = new RoutingTable(Own);
        var row = table.RowOf(IdOf(1));
        table.Publish(row, SnapshotOf(NodeOf(1)));
        table.Publish(row, BucketSnapshot.Empty);

        Assert.Equal(0, table.Count);
        Assert.Same(BucketSnapshot.Empty, table.Row(row));
    }

    [Fact]
    public void A_row_has_room_until_it_is_full()
    {
        var table = new RoutingTable(Own, capacity: 2);
        var row = table.RowOf(IdOf(2));
        table.Publish(row, SnapshotOf(NodeOf(2)));
        Assert.True(table.HasRoomFor(IdOf(3)));

        table.Publish(row, SnapshotOf(NodeOf(2), NodeOf(3)));
        Assert.False(table.HasRoomFor(IdOf(3)));
        Assert.True(table.HasRoomFor(IdOf(4)));
    }

    [Fact]
    public void Nodes_near_a_target_come_from_its_row_then_the_rows_before_then_those_behind()
    {
        var table = new RoutingTable(Own);
        Node[] nodes = [RowNode(0), RowNode(1), RowNode(2), RowNode(3), RowNode(200)];
        foreach (var node in nodes) table.Publish(table.RowOf(node.Id), SnapshotOf(node));

        Assert.Equal([RowNode(2), RowNode(1), RowNode(0), RowNode(3), RowNode(200)], Closest(table, RowNode(2).Id, count: 20));
        Assert.Equal([RowNode(2), RowNode(1)], Closest(table, RowNode(2).Id, count: 2));
        Assert.Equal([RowNode(200), RowNode(3), RowNode(2), RowNode(1), RowNode(0)], table.ToArray());
    }

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Lookups_agree_with_sorting_everything(int seed)
    {
        var random = new SeededRandom(seed);
        var own = NodeId.Random(random);
        var table = new RoutingTable(own);
        Node[] nodes = [.. Enumerable.Range(0, random.Next(300)).Select(_ => RandomNode(random))];
        var rows = nodes.GroupBy(node => table.RowOf(node.Id)).ToDictionary(row => row.Key, row => row.OrderBy(node => node.Id).Take(20).ToArray());
        foreach (var (row, members) in rows) table.Publish(row, SnapshotOf(members));

        Assert.Equal(rows.Values.Sum(members => members.Length), table.Count);
        Assert.All(rows.Values.SelectMany(members => members), node => Assert.True(table.TryGet(node.Id, out var found) && found == node));
        for (var lookup = 0; lookup < 20; lookup++)
        {
            var target = NodeId.Random(random);
            var start = table.RowOf(target);
            var order = rows.Keys.Where(row => row <= start).OrderDescending().Concat(rows.Keys.Where(row => row > start).Order());
            Assert.Equal(order.SelectMany(row => rows[row]).Take(20), Closest(table, target, count: 20));
        }
    }

    [Fact]
    public void A_random_node_is_any_of_them()
    {
        var table = new RoutingTable(Own);
        Node[] nodes = [RowNode(0), RowNode(3), RowNode(100)];
        foreach (var node in nodes) table.Publish(table.RowOf(node.Id), SnapshotOf(node));

        var random = new SeededRandom(1);
        var drawn = new HashSet<Node>();
        for (var draw = 0; draw < 100; draw++)
        {
            Assert.True(table.TryGetRandom(random, out var node));
            drawn.Add(node);
        }

        Assert.Equal(nodes.ToHashSet(), drawn);
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        var table = new RoutingTable(Own);
        for (var row = 0; row < 10; row++) table.Publish(row, SnapshotOf(RowNode(row)));
        var (packed, nodes) = (new byte[20 * PeerAddress.WireLength], new Node[20]);
        LookUp();

        var before = GC.GetAllocatedBytesForCurrentThread();
        LookUp();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void LookUp()
        {
            table.CopyClosest(RowNode(5).Id, packed, count: 20);
            table.Closest(RowNode(5).Id, nodes);
            table.TryGet(RowNode(5).Id, out _);
        }
    }

    [Fact]
    public void Readers_see_whole_rows_while_owners_publish()
    {
        var table = new RoutingTable(Own);
        const int Owners = 4, Rounds = 20_000;
        using var start = new Barrier(Owners + 1);
        var owners = Enumerable.Range(0, Owners).Select(owner => new Thread(() => PublishInTurns(owner * 20))).ToArray();
        foreach (var thread in owners) thread.Start();

        start.SignalAndWait();
        var nodes = new Node[Owners * 2];
        while (owners.Any(thread => thread.IsAlive))
        {
            // Each owner shows either one node or two, never a mixture.
            var found = nodes.AsSpan(0, table.Closest(Own, nodes)).ToArray().GroupBy(node => table.RowOf(node.Id));
            Assert.All(found, row => Assert.True(row.All(node => node == RowNode(row.Key)) || row.SequenceEqual([PairOf(row.Key), RowNode(row.Key)])));
        }

        foreach (var thread in owners) thread.Join();
        Assert.Equal(Owners, table.Count);

        void PublishInTurns(int row)
        {
            var (one, two) = (SnapshotOf(RowNode(row)), SnapshotOf(PairOf(row), RowNode(row)));
            start.SignalAndWait();
            for (var round = 0; round < Rounds; round++) table.Publish(row, round % 2 == 0 ? two : one);
        }
    }

    private static Node[] Closest(RoutingTable table, NodeId target, int count)
    {
        var (nodes, packed) = (new Node[count], new byte[count * PeerAddress.WireLength]);
        var found = table.Closest(target, nodes);
        Assert.Equal(found, table.CopyClosest(target, packed, count));
        for (var i = 0; i < found; i++) Assert.Equal(nodes[i].Address, PeerAddress.Read(packed.AsSpan(i * PeerAddress.WireLength)));
        return nodes[..found];
    }

    private static BucketSnapshot SnapshotOf(params ReadOnlySpan<Node> nodes)
    {
        var bucket = new Bucket(Limits with { PerSubnet = int.MaxValue });
        foreach (var node in nodes) bucket.Heard(tick: 1, node);
        return bucket.Snapshot;
    }

    // The greatest id of a row of the table of Own, and a smaller one of the same row.
    private static Node RowNode(int row) => new(Bits(row, ones: 2), new PeerAddress((uint)row, 1));

    private static Node PairOf(int row) => new(Bits(row, ones: 1), new PeerAddress((uint)row, 2));

    private static NodeId Bits(int row, int ones)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        for (var bit = row; bit < row + ones; bit++) bytes[bit / 8] |= (byte)(0x80 >> bit % 8);
        return NodeId.Read(bytes);
    }
}
