using Akka.Actor;
using Akka.Event;
using AkkaDht.Driving;
using AkkaDht.Persistence;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Records;
using AkkaDht.Supervision;
using static AkkaDht.Announcing.AnnouncementMessages;

namespace AkkaDht.Announcing;

/// <summary>
/// Keeps the lasting announcements up: drives a <see cref="RenewalSchedule"/>, has each announcing done by a child, and publishes what
/// is to be kept over restarts, its own included, as <see cref="NodeState.Announcements"/>.
/// </summary>
internal sealed class AnnouncementsActor : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeParts _parts;
    private readonly AnnouncementSettings _settings;
    private readonly RenewalSchedule _schedule;
    private readonly Wakeup _wakeup;
    private readonly SortedDictionary<long, Entry> _entries = [];
    private long _lastItem;

    public AnnouncementsActor(NodeParts parts)
    {
        _parts = parts;
        _settings = parts.Settings.Announcements;
        _schedule = new RenewalSchedule(_settings.Renewal, parts.Settings.NewRandom());
        _wakeup = new Wakeup(Context.System.Scheduler, Self, parts.Clock);
        foreach (var announcement in parts.State.Announcements.Take(_settings.MaxAnnouncements)) Add(announcement);
    }

    private sealed record Entry(LastingAnnouncement Announcement, PublicKey PublicKey, int Nodes);

    protected override void PreStart()
    {
        _parts.Node.Tell(new NodeMessages.Subscribe(Self));
        if (_parts.View is { IsBootstrapped: true, IsSuspended: false }) _schedule.HandleOnline();
        Drain();
    }

    protected override void PostStop() => _wakeup.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Keep keep: Keep(keep.Announcement); break;
            case Forget forget: Forget(forget); break;
            case GetAnnouncements: Sender.Tell(new Announcements([.. _entries.Values.Select(StateOf)])); break;
            case Renewed renewed: Renewed(renewed); break;
            case Wakeup.Message: WokenUp(); break;
            case NodeEvents.Ready or NodeEvents.Resumed or NodeEvents.NetworkUpdated { IsOnline: true }: _schedule.HandleOnline(); break;
            case NodeEvents.Suspended or NodeEvents.NetworkUpdated { IsOnline: false }: _schedule.HandleOffline(); break;
            default: return; // the node's other events, and answers to withdrawals
        }

        Drain();
    }

    private void Keep(LastingAnnouncement announcement)
    {
        var publicKey = KeyPairOf(announcement).PublicKey;
        var known = ItemOf(announcement.Topic, publicKey);
        if (RefusalOf(announcement, isNew: known is null) is { } refusal)
        {
            Sender.Tell(new Status.Failure(new DhtException(refusal)));
            return;
        }

        if (known is { } item) Remove(item);
        Add(announcement);
        Publish();
        Sender.Tell(new Kept(announcement.Topic, publicKey));
    }

    private string? RefusalOf(LastingAnnouncement announcement, bool isNew)
    {
        if (!KeyPairOf(announcement).CanSign) return "The key pair has no seed, and so cannot sign announcements.";
        if (announcement.Relays.Count > LastingAnnouncement.MaxRelays) return $"An announcement names at most {LastingAnnouncement.MaxRelays} relays.";
        return isNew && _entries.Count >= _settings.MaxAnnouncements ? "There are too many lasting announcements (akkadht.announcements.max-announcements)." : null;
    }

    private void Forget(Forget forget)
    {
        var item = ItemOf(forget.Topic, forget.PublicKey ?? _parts.KeyPair.PublicKey);
        if (item is { } known)
        {
            _parts.Records.Tell(new RecordMessages.Unannounce(forget.Topic, KeyPairOf(_entries[known].Announcement)));
            Remove(known);
            Publish();
        }

        Sender.Tell(new Forgotten(item is not null));
    }

    private void Renewed(Renewed renewed)
    {
        _schedule.HandleEnded(_parts.Clock.Now, renewed.Item, worked: renewed.Nodes > 0);
        if (!_entries.TryGetValue(renewed.Item, out var entry)) return;

        _entries[renewed.Item] = entry with { Nodes = renewed.Nodes };
        _log.Debug("{0} nodes took the announcement of {1} under {2}", renewed.Nodes, entry.PublicKey, entry.Announcement.Topic);
    }

    private void WokenUp()
    {
        _wakeup.Fired();
        _schedule.HandleTimeout(_parts.Clock.Now);
    }

    private void Drain()
    {
        while (_schedule.TryTakeDue(out var item)) Renew(item, _entries[item].Announcement);
        _wakeup.Set(_schedule.NextDeadline);
    }

    private void Renew(long item, LastingAnnouncement announcement)
    {
        var announce = new RecordMessages.Announce(announcement.Topic, KeyPairOf(announcement)) { Relays = announcement.Relays };
        Context.ActorOf(Props.Create(() => new RenewalActor(_parts, item, announce)));
    }

    private void Add(LastingAnnouncement announcement)
    {
        _entries.Add(++_lastItem, new Entry(announcement, KeyPairOf(announcement).PublicKey, Nodes: 0));
        _schedule.HandleAdded(_lastItem);
    }

    private void Remove(long item)
    {
        _entries.Remove(item);
        _schedule.HandleRemoved(item);
    }

    private void Publish()
    {
        _parts.State.Announcements = [.. _entries.Values.Select(entry => entry.Announcement)];
        _parts.StateKeeper.Tell(StateMessages.AnnouncementsChanged.Instance);
    }

    private long? ItemOf(NodeId topic, PublicKey publicKey)
    {
        foreach (var (item, entry) in _entries)
            if (entry.Announcement.Topic == topic && entry.PublicKey == publicKey) return item;
        return null;
    }

    private KeyPair KeyPairOf(LastingAnnouncement announcement) => announcement.KeyPair ?? _parts.KeyPair;

    private static AnnouncementState StateOf(Entry entry) => new(entry.Announcement.Topic, entry.PublicKey, entry.Nodes);
}
