namespace AkkaDht.Protocol.Kademlia;

/// <summary>
/// The nodes that this node knows, in 256 rows by how many leading bits their ids share with its own. Each row belongs to one
/// bucket, which publishes a snapshot here; any thread reads them without waiting. Between the buckets and the replies and
/// queries that need nodes near a target. Reference: <c>kademlia-routing-table</c> (02-dht-rpc.md B4).
/// </summary>
/// <remarks>
/// Rows far from the own id fill first and the others hardly ever, so rows are held in chunks that are made when first
/// published to: a table of a thousand nodes takes one chunk.
/// </remarks>
public sealed class RoutingTable(NodeId id, int capacity = RoutingTable.DefaultCapacity)
{
    /// <summary>Nodes in a row, unless said otherwise: k in the reference.</summary>
    public const int DefaultCapacity = 20;

    /// <summary>Number of rows.</summary>
    public const int Rows = NodeId.Bits;

    private const int ChunkLength = 16;

    private readonly BucketSnapshot?[]?[] _chunks = new BucketSnapshot?[]?[Rows / ChunkLength];
    private int _end;
    private int _count;

    /// <summary>The id from which the rows are counted: the node's own, or a random one while it is ephemeral.</summary>
    public NodeId Id { get; } = id;

    /// <summary>How many nodes there are in all rows.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The row of an id: how many leading bits it shares with <see cref="Id"/>; the own id would be in the last row.</summary>
    public int RowOf(NodeId other) => Math.Min(Id.CommonPrefixLength(other), Rows - 1);

    /// <summary>The nodes of a row (0 to 255).</summary>
    public BucketSnapshot Row(int row) =>
        Volatile.Read(ref _chunks[row / ChunkLength]) is { } chunk && Volatile.Read(ref chunk[row % ChunkLength]) is { } snapshot
            ? snapshot
            : BucketSnapshot.Empty;

    /// <summary>Makes <paramref name="snapshot"/> the content of a row; each row has one caller, its bucket's owner.</summary>
    public void Publish(int row, BucketSnapshot snapshot)
    {
        ref var place = ref _chunks[row / ChunkLength];
        var chunk = Volatile.Read(ref place);
        if (chunk is null)
        {
            var made = new BucketSnapshot?[ChunkLength];
            chunk = Interlocked.CompareExchange(ref place, made, null) ?? made;
        }

        RaiseEnd(row + 1);
        var replaced = Interlocked.Exchange(ref chunk[row % ChunkLength], snapshot);
        Interlocked.Add(ref _count, snapshot.Count - (replaced?.Count ?? 0));
    }

    /// <summary>Whether the row of <paramref name="other"/> has a free place.</summary>
    public bool HasRoomFor(NodeId other) => Row(RowOf(other)).Count < capacity;

    /// <summary>The node with this id.</summary>
    public bool TryGet(NodeId other, out Node node) => Row(RowOf(other)).TryGet(other, out node);

    /// <summary>
    /// Copies the packed addresses of up to <paramref name="count"/> nodes near <paramref name="target"/>, in the reference's
    /// order, and returns how many; <paramref name="packedAddresses"/> holds <see cref="PeerAddress.WireLength"/> bytes for each.
    /// </summary>
    public int CopyClosest(NodeId target, Span<byte> packedAddresses, int count)
    {
        var copied = 0;
        foreach (var row in RowsFrom(target))
        {
            var taken = Math.Min(row.Count, count - copied);
            row.PackedAddresses[..(taken * PeerAddress.WireLength)].CopyTo(packedAddresses[(copied * PeerAddress.WireLength)..]);
            copied += taken;
            if (copied == count) break;
        }

        return copied;
    }

    /// <summary>Fills <paramref name="nodes"/> with nodes near <paramref name="target"/>, in the reference's order, and returns how many there were.</summary>
    public int Closest(NodeId target, Span<Node> nodes)
    {
        var copied = 0;
        foreach (var row in RowsFrom(target))
        {
            for (var i = 0; i < row.Count && copied < nodes.Length; i++) nodes[copied++] = row[i];
            if (copied == nodes.Length) break;
        }

        return copied;
    }

    /// <summary>A node of which each is as likely as any other; false when there is none.</summary>
    public bool TryGetRandom(IRandomSource random, out Node node)
    {
        var count = Count;
        var skip = count > 0 ? random.Next(count) : 0;
        node = default;
        var found = false;
        foreach (var row in RowsFrom(Id))
        {
            // A row that shrinks meanwhile may leave too few; then the last one seen will do.
            if (row.Count == 0) continue;
            (node, found) = (row[Math.Min(skip, row.Count - 1)], true);
            if (skip < row.Count) break;
            skip -= row.Count;
        }

        return found;
    }

    /// <summary>Every node, those nearest to <see cref="Id"/> first.</summary>
    public Node[] ToArray()
    {
        var nodes = new List<Node>(Count);
        foreach (var row in RowsFrom(Id))
        {
            for (var i = 0; i < row.Count; i++) nodes.Add(row[i]);
        }

        return [.. nodes];
    }

    // One more than the last row that was ever published to, which spares walks most of the 256.
    private void RaiseEnd(int end)
    {
        for (var seen = Volatile.Read(ref _end); seen < end; seen = Volatile.Read(ref _end)) Interlocked.CompareExchange(ref _end, end, seen);
    }

    private RowWalk RowsFrom(NodeId target) => new(this, RowOf(target), Volatile.Read(ref _end));

    /// <summary>
    /// The rows in the order in which the reference looks for nodes near a target: the target's own, those before it down to
    /// row 0, then those behind it. The last are nearer to the target than row 0, but peers expect this order.
    /// </summary>
    private ref struct RowWalk(RoutingTable table, int targetRow, int end)
    {
        private readonly int _start = Math.Min(targetRow, end - 1);
        private int _row = Math.Min(targetRow, end - 1) + 1;
        private bool _descends = true;

        public BucketSnapshot Current { get; private set; } = BucketSnapshot.Empty;

        public readonly RowWalk GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_descends && --_row < 0)
            {
                _descends = false;
                _row = _start;
            }

            if (!_descends && ++_row >= end) return false;

            Current = table.Row(_row);
            return true;
        }
    }
}
