using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Routing.RoutingMessages;

namespace AkkaDht.Routing;

/// <summary>
/// The routing table: finds the bucket of each node, made when first used, and keeps what concerns all buckets together — the
/// order of contact, the nodes of one network, and how many checks run at once.
/// </summary>
internal sealed class RoutingTableActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly RoutingSettings _settings;
    private readonly RecencyList _recency = new();
    private readonly Dictionary<int, IActorRef> _buckets = [];
    private RoutingTable _table;
    private long _tick;
    private bool _isBootstrapped;
    private int _checks;
    private int _swaps;

    public RoutingTableActor(NodeParts parts)
    {
        _parts = parts;
        _settings = parts.Settings.Routing;
        _table = parts.Identity.Table;
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A bucket that fails has published what it knew; its next incarnation starts from there.
        new OneForOneStrategy(_ => Directive.Restart);

    /// <summary>A table that fails takes its buckets down; the new one starts from what they published.</summary>
    protected override void PreStart()
    {
        foreach (var node in _table.ToArray()) _recency.HandleHeard(_tick, node.Address);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Heard heard: Heard(heard.Node); break;
            case DownHinted hinted: DownHinted(hinted.Node); break;
            case Down down: TellBucket(down.Node.Id, new BucketMessages.Remove(down.Node.Id)); break;
            case AddNode add: AddNode(add.Address); break;
            case GetNodes get: Sender.Tell(new Nodes(Latest(get.Limit ?? int.MaxValue))); break;
            case Tick tick: Tick(tick); break;
            case PingSome ping: PingSome(ping.InFlight); break;
            case ChangeIdentity change: ChangeIdentity(change); break;
            case BucketMessages.Added added: Added(added.Node); break;
            case BucketMessages.Removed removed: BucketRemoved(removed.Node); break;
            case BucketMessages.Full full: Full(full.Newcomer, full.Oldest); break;
            case BucketMessages.Checked check: Checked(check.IsSwap); break;
            default: Unhandled(message); break;
        }
    }

    private void Heard(Node node)
    {
        if (node.Id == _table.Id) return;

        if (_recency.Contains(node.Address)) _recency.HandleHeard(_tick, node.Address);
        else if (IsCrowded(node.Address))
        {
            _parts.RoutingCounters.CountSubnetRefused();
            return;
        }

        TellBucket(node.Id, new BucketMessages.Heard(_tick, node));
    }

    private void AddNode(PeerAddress address)
    {
        if (!_recency.Contains(address)) Heard(NodeAt(address));
    }

    private void DownHinted(Node node)
    {
        if (!_recency.Contains(node.Address)) return;
        if (_checks >= _settings.MaxHintedChecks)
        {
            _parts.RoutingCounters.CountHintedCheckRefused();
            return;
        }

        _checks++;
        _recency.HandlePinged(_tick, node.Address);
        TellBucket(node.Id, new BucketMessages.CheckHinted(_tick, node.Id));
    }

    private void Tick(Tick tick)
    {
        _tick = tick.Number;
        _isBootstrapped = tick.IsBootstrapped;
    }

    private void PingSome(int inFlight)
    {
        foreach (var address in _recency.TakeOldest(_tick, count: inFlight > 2 ? 3 : 5, Bucket.RecentTicks))
        {
            var node = NodeAt(address);
            _checks++;
            TellBucket(node.Id, new BucketMessages.Check(_tick, node.Id));
        }
    }

    // Several nodes of one network may have been on their way to their buckets together. What is not in the table any more
    // has left it since, or entered the one before it.
    private void Added(Node node)
    {
        if (!_table.TryGet(node.Id, out _)) return;

        if (IsCrowded(node.Address))
        {
            _parts.RoutingCounters.CountSubnetRefused();
            TellBucket(node.Id, new BucketMessages.Remove(node.Id));
            return;
        }

        _recency.HandleHeard(_tick, node.Address);
        _parts.Node.Tell(new NodeEvents.NodeAdded(_parts.Node, node));
    }

    // A node may have left the table before this one after all had moved here; it leaves this one as well.
    private void BucketRemoved(Node node)
    {
        if (_table.TryGet(node.Id, out _)) TellBucket(node.Id, new BucketMessages.Remove(node.Id));
        else Removed(node);
    }

    private void Removed(Node node)
    {
        if (!_recency.HandleRemoved(node.Address)) return;

        _parts.Requests.Tell(new RequestMessages.Removed(node));
        _parts.Node.Tell(new NodeEvents.NodeRemoved(_parts.Node, node));
    }

    private void Full(Node newcomer, Node? candidate)
    {
        if (candidate is not { } oldest || !_isBootstrapped) return;
        if (_swaps >= _settings.MaxSwaps)
        {
            _parts.RoutingCounters.CountSwapRefused();
            return;
        }

        _swaps++;
        _recency.HandlePinged(_tick, oldest.Address);
        TellBucket(oldest.Id, new BucketMessages.Swap(_tick, oldest.Id, newcomer));
    }

    private void Checked(bool isSwap)
    {
        // A check that buckets of the incarnation before this one began counts no more.
        if (isSwap) _swaps = Math.Max(0, _swaps - 1);
        else _checks = Math.Max(0, _checks - 1);
    }

    private bool IsCrowded(PeerAddress address)
    {
        var isExempt = _settings.Bucket.ExemptPrivate && address.IsPrivate;
        return !isExempt && _recency.CountInSubnet(address) >= _settings.MaxPerSubnet;
    }

    // All nodes move to the rows that they have as seen from the new id; what no row has room for is forgotten.
    private void ChangeIdentity(ChangeIdentity change)
    {
        if (change.Identity.Table != _table) Rekey(change.Identity.Table);
        _parts.Identity = change.Identity;
        _parts.Requests.Tell(new RequestMessages.ChangeIdentity(change.Identity, change.ReplyTo));
    }

    private void Rekey(RoutingTable table)
    {
        var rows = new Dictionary<int, Bucket>();
        foreach (var node in _table.ToArray())
        {
            if (node.Id == table.Id) continue;
            var row = table.RowOf(node.Id);
            if (!rows.TryGetValue(row, out var bucket)) rows.Add(row, bucket = new Bucket(_settings.Bucket));
            bucket.Heard(_tick, node);
        }

        foreach (var (row, bucket) in rows) table.Publish(row, bucket.Snapshot);

        _table = table;
        foreach (var node in Latest(int.MaxValue))
            if (!table.TryGet(node.Id, out _)) Removed(node);
        foreach (var row in _buckets.Keys.Union(rows.Keys).ToArray()) BucketOf(row).Tell(new BucketMessages.Adopt(table));
    }

    private IReadOnlyList<Node> Latest(int count) => [.. _recency.Latest(count).Select(NodeAt)];

    private Node NodeAt(PeerAddress address) => new(_parts.IdOf(address), address);

    private void TellBucket(NodeId id, object message) => BucketOf(_table.RowOf(id)).Tell(message);

    private IActorRef BucketOf(int row)
    {
        if (_buckets.TryGetValue(row, out var bucket)) return bucket;

        bucket = Context.ActorOf(Props.Create(() => new BucketActor(_parts, row)), $"bucket-{row:d3}");
        _buckets.Add(row, bucket);
        return bucket;
    }
}
