using Akka.Actor;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Routing.BucketMessages;

namespace AkkaDht.Routing;

/// <summary>
/// One row of the routing table: keeps its nodes, pings those in doubt, and publishes a snapshot that the reply path reads
/// without asking. A bucket that fails goes on from the snapshot that it published last.
/// </summary>
internal sealed class BucketActor : UntypedActor
{
    private readonly NodeParts _parts;
    private readonly int _row;
    private readonly Dictionary<long, Doubt> _doubts = [];
    private RoutingTable _table;
    private Bucket _bucket;
    private long _lastTag;

    public BucketActor(NodeParts parts, int row)
    {
        _parts = parts;
        _row = row;
        _table = parts.Identity.Table;
        _bucket = RestoreBucket();
    }

    /// <summary>A node that has been pinged, and who takes its place if it does not answer.</summary>
    private readonly record struct Doubt(Node Node, Node? Newcomer, long Tick);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Heard heard: Heard(heard.Tick, heard.Node); break;
            case RequestMessages.Finished finished: Answered(finished); break;
            case Check check: Check(check.Tick, check.Id, newcomer: null); break;
            case CheckHinted hinted: CheckHinted(hinted.Tick, hinted.Id); break;
            case Swap swap: Check(swap.Tick, swap.Oldest, swap.Newcomer); break;
            case Remove remove: Remove(remove.Id); break;
            case Adopt adopt: Adopt(adopt.Table); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var doubt in _doubts.Values) Context.Parent.Tell(new Checked(doubt.Newcomer is not null));
        base.PreRestart(reason, message);
    }

    private void Heard(long tick, Node node)
    {
        switch (_bucket.Heard(tick, node))
        {
            case { Kind: InsertKind.Inserted }: Publish(new Added(node)); break;
            case { Kind: InsertKind.Full, Oldest: var oldest }: Context.Parent.Tell(new Full(node, oldest?.Node)); break;
            case { Kind: InsertKind.Refused }: _parts.RoutingCounters.CountSubnetRefused(); break;
            default: break;
        }
    }

    private void Check(long tick, NodeId id, Node? newcomer)
    {
        if (!_bucket.TryMarkPinged(tick, id))
        {
            Context.Parent.Tell(new Checked(newcomer is not null));
            return;
        }

        _bucket.TryGet(id, out var known);
        _doubts.Add(++_lastTag, new Doubt(known.Node, newcomer, tick));
        _parts.Requests.Tell(new RequestMessages.Send(RequestSpec.Ping(known.Node.Address), _lastTag));
    }

    private void CheckHinted(long tick, NodeId id)
    {
        if (_bucket.TryCountDownHint(tick, id)) Check(tick, id, newcomer: null);
        else Context.Parent.Tell(new Checked(IsSwap: false));
    }

    // Only a reply that proves the node's id shows that the node is still there; anybody may answer from its address.
    private void Answered(RequestMessages.Finished finished)
    {
        if (!_doubts.Remove(finished.Tag, out var doubt)) return;

        var isUndecided = finished.Kind is not (RequestOutcomeKind.Replied or RequestOutcomeKind.TimedOut);
        if (!isUndecided && finished.Reply?.FromId != doubt.Node.Id)
        {
            Remove(doubt.Node.Id);
            if (doubt.Newcomer is { } newcomer && _table.RowOf(newcomer.Id) == _row) Heard(doubt.Tick, newcomer);
        }

        Context.Parent.Tell(new Checked(doubt.Newcomer is not null));
    }

    private void Remove(NodeId id)
    {
        if (!_bucket.TryGet(id, out var known)) return;

        _bucket.Remove(id);
        Publish(new Removed(known.Node));
    }

    private void Adopt(RoutingTable table)
    {
        _table = table;
        _bucket = RestoreBucket();
    }

    private Bucket RestoreBucket() => Bucket.Restore(_parts.Settings.Routing.Bucket, _table.Row(_row), tick: 0);

    private void Publish(IEvent change)
    {
        _table.Publish(_row, _bucket.Snapshot);
        Context.Parent.Tell(change);
    }
}
