using Akka.Actor;
using Akka.Event;
using AkkaDht.Announcing;
using AkkaDht.Driving;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Routing;
using AkkaDht.Supervision;
using static AkkaDht.Persistence.StateMessages;

namespace AkkaDht.Persistence;

/// <summary>
/// Keeps what outlives the node: looks now and then whether the routing table has changed, is told when the lasting
/// announcements have, and writes what has, at the end of the node as well. The disk is waited for outside of actors.
/// </summary>
internal sealed class StateActor : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly StateFolder _folder;
    private readonly StateSettings _settings;
    private readonly Wakeup _wakeup;
    private IReadOnlyList<PeerAddress> _nodes;
    private IReadOnlyList<PeerAddress>? _savedNodes;
    private IReadOnlyList<LastingAnnouncement>? _savedAnnouncements;
    private Instant _nextLook;
    private Instant _announcementsDue = Instant.Never;

    public StateActor(NodeParts parts, StateFolder folder)
    {
        _parts = parts;
        _folder = folder;
        _settings = parts.Settings.State;
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
        _nodes = _savedNodes = parts.State.Nodes;
        _savedAnnouncements = parts.State.Announcements;
        _nextLook = Now + _settings.SaveInterval;
    }

    private Instant Now => _parts.Clock.Now;

    protected override void PreStart()
    {
        LogTroubles();
        SetWakeup();
    }

    // The folder stays this node's for the next incarnation, which does not know what the one before had saved.
    protected override void PreRestart(Exception reason, object message)
    {
        _wakeup.Cancel();
        SaveNow();
    }

    protected override void PostStop()
    {
        _wakeup.Cancel();
        SaveNow();
        _folder.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Wakeup.Message: WokenUp(); break;
            case RoutingMessages.Nodes nodes: TableRead(nodes.Items); break;
            case AnnouncementsChanged _: AnnouncementsChanged(); break;
            case SaveFinished finished: SaveEnded(finished); break;
            default: Unhandled(message); break;
        }
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        if (Now >= _announcementsDue) SaveLater(TakeAnnouncements());
        if (Now >= _nextLook) Look();
        SetWakeup();
    }

    private void Look()
    {
        _nextLook = Now + _settings.SaveInterval;
        _parts.Table.Tell(new RoutingMessages.GetNodes(_settings.MaxNodes));
    }

    private void TableRead(IReadOnlyList<Node> nodes)
    {
        _nodes = [.. nodes.Select(node => node.Address)];
        SaveLater(TakeNodes());
    }

    private void AnnouncementsChanged()
    {
        if (_announcementsDue == Instant.Never) _announcementsDue = Now + _settings.SavePause;
        SetWakeup();
    }

    // What was not written is tried again with the next look at the table: a full disk may have room then.
    private void SaveEnded(SaveFinished finished)
    {
        LogTroubles();
        if (finished.IsDone) return;

        if (finished.Kind == StateKind.Nodes) _savedNodes = null;
        else (_savedAnnouncements, _announcementsDue) = (null, _nextLook);
        SetWakeup();
    }

    private void SaveLater(StateSave? taken)
    {
        if (taken is not { } save) return;

        var folder = _folder;
        Task.Run(() => new SaveFinished(save.Kind, folder.Write(save))).PipeTo(Self);
    }

    // Nobody would be there any more to hear that it is done. Who came since the last look is in the table that the buckets publish.
    private void SaveNow()
    {
        var table = _parts.Identity.Table.ToArray().Select(node => node.Address).ToHashSet();
        _nodes = [.. _nodes.Where(table.Contains).Union(table).Take(_settings.MaxNodes)];
        foreach (var taken in new[] { TakeNodes(), TakeAnnouncements() })
            if (taken is { } save) _folder.Write(save);
        LogTroubles();
    }

    // Nodes in another order are worth no write, and an empty table says nothing but that the network was away.
    private StateSave? TakeNodes()
    {
        if (_nodes.Count == 0 || _savedNodes?.Count == _nodes.Count && !_savedNodes.Except(_nodes).Any()) return null;

        _savedNodes = _nodes;
        return _folder.Prepare(StateKind.Nodes, new NodesContent(_parts.Settings.Network, _nodes).Encode());
    }

    private StateSave? TakeAnnouncements()
    {
        _announcementsDue = Instant.Never;
        if (ReferenceEquals(_savedAnnouncements, _parts.State.Announcements)) return null;

        var announcements = _parts.State.Announcements;
        _savedAnnouncements = announcements;
        return _folder.Prepare(StateKind.Announcements, AnnouncementsContent.Encode(announcements));
    }

    private void SetWakeup() => _wakeup.Set(Instant.Min(_announcementsDue, _nextLook));

    private void LogTroubles()
    {
        foreach (var trouble in _folder.TakeTroubles()) _log.Warning("{0}", trouble);
    }

    /// <summary>The disk has taken a content, or has not.</summary>
    private sealed record SaveFinished(StateKind Kind, bool IsDone);
}
