using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// What a persistent node keeps for others (03-hyperdht.md §5): who announced which topic, and values, immutable or signed. The
/// machine of <c>RecordStoreActor</c>, beside <see cref="PeerRouter"/>. Everything has a bound in number, in age and in bytes.
/// Reference: hyperdht <c>lib/persistent.js</c>.
/// </summary>
public sealed partial class RecordStore
{
    /// <summary>The most records that a LOOKUP is answered with.</summary>
    public const int MaxTold = 20;

    // Whoever announces or withdraws has just had both from a lookup.
    private static readonly Answer Acknowledged = new() { IncludeToken = false, IncludeCloserNodes = false };
    private static readonly Answer Stored = new();

    private readonly RecordStoreSettings _settings;
    private readonly ICryptoSuite _crypto;
    private readonly PeerRouter _router;
    private readonly ByteBudget _budget;
    private readonly TopicTable _announcements;
    private readonly ValueTable<SecretToken, StoredRefresh> _refreshes;
    private readonly ValueTable<NodeId, StoredBump> _bumps;
    private readonly ValueTable<NodeId, StoredMutable> _mutables;
    private readonly ValueTable<NodeId, StoredValue> _immutables;
    private readonly List<ReadOnlyMemory<byte>> _drawn = new(MaxTold);
    private long _rejected;

    /// <summary>An empty store, whose entries are charged to the same budget as those of <paramref name="router"/>.</summary>
    public RecordStore(RecordStoreSettings settings, ICryptoSuite crypto, IRandomSource random, PeerRouter router)
    {
        (_settings, _crypto, _router, _budget) = (settings, crypto, router, router.Budget);
        _announcements = new TopicTable(settings.MaxAnnouncements, settings.AnnouncementAge, _budget, random);
        _refreshes = new ValueTable<SecretToken, StoredRefresh>(settings.MaxRefreshes, settings.AnnouncementAge, _budget);
        _bumps = new ValueTable<NodeId, StoredBump>(settings.MaxBumps, settings.AnnouncementAge, _budget, TargetComparer.Instance);
        _mutables = new ValueTable<NodeId, StoredMutable>(settings.MaxMutables, settings.ValueAge, _budget, TargetComparer.Instance);
        _immutables = new ValueTable<NodeId, StoredValue>(settings.MaxImmutables, settings.ValueAge, _budget, TargetComparer.Instance);
    }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => Instant.Min(
        Instant.Min(_announcements.NextDeadline, Instant.Min(_refreshes.NextDeadline, _bumps.NextDeadline)),
        Instant.Min(_mutables.NextDeadline, _immutables.NextDeadline));

    /// <summary>What is kept now, those of the router included, and what was refused.</summary>
    public RecordStoreStats Stats => new()
    {
        Announcements = _announcements.Count,
        Forwards = _router.Forwards,
        Refreshes = _refreshes.Count,
        Bumps = _bumps.Count,
        Mutables = _mutables.Count,
        Immutables = _immutables.Count,
        Bytes = _budget.Bytes,
        Hosts = _budget.Hosts,
        RefusedByTotal = _budget.RefusedByTotal,
        RefusedByAddress = _budget.RefusedByAddress,
        RefusedByValue = _budget.RefusedByValue,
        Rejected = _rejected,
    };

    /// <summary>
    /// What the node answers to a request of <see cref="PeerCommands"/> from FIND_PEER on; null is silence. <paramref name="ownId"/>
    /// is null while the node is not persistent, and then stores nothing; <paramref name="unixMilliseconds"/> is the time of day.
    /// </summary>
    public Answer? Handle(Instant now, IncomingRequest request, NodeId? ownId, long unixMilliseconds)
    {
        if (ownId is not { } id || request.Command is < PeerCommands.FindPeer or > PeerCommands.Plugin)
            return Answer.Failure(ErrorCodes.UnknownCommand);

        var answer = Handle(now, request, id, unixMilliseconds);
        if (answer is null) _rejected++;
        return answer;
    }

    /// <summary>Forgets what is too old.</summary>
    public void HandleTimeout(Instant now)
    {
        _announcements.HandleTimeout(now);
        _refreshes.HandleTimeout(now);
        _bumps.HandleTimeout(now);
        _mutables.HandleTimeout(now);
        _immutables.HandleTimeout(now);
    }

    /// <summary>The owner of <paramref name="key"/>, who is of this node, withdraws what it announced under <paramref name="target"/>.</summary>
    public void Unannounce(NodeId target, PublicKey key)
    {
        if (Targets.Of(_crypto, key) == target) _router.Unannounce(target);
        _announcements.Remove(target, key);
    }

    private Answer? Handle(Instant now, IncomingRequest request, NodeId id, long unixMilliseconds)
    {
        // An extension is asked by its name, and there is none.
        if (request is not { Target: { } target, Command: not PeerCommands.Plugin }) return null;

        return request.Command switch
        {
            PeerCommands.FindPeer => Answer.Success(_router.RecordOf(now, target)),
            PeerCommands.Lookup => Lookup(now, target),
            PeerCommands.MutableGet => MutableGet(now, target, request.Value),
            PeerCommands.ImmutableGet => ImmutableGet(now, target),
            _ => request is { Token: { } token, Value: { } bytes } ? Change(now, request, target, token, bytes, id, unixMilliseconds) : null,
        };
    }

    private Answer? Change(
        Instant now, IncomingRequest request, NodeId target, in RoundTripToken token, ReadOnlyMemory<byte> value, NodeId id, long unixMilliseconds) =>
        request.Command switch
        {
            PeerCommands.Announce => Announce(now, request.From, target, token, value.Span, id, unixMilliseconds),
            PeerCommands.Unannounce => Unannounce(target, token, value.Span, id),
            PeerCommands.MutablePut => MutablePut(now, request.From, target, value.Span),
            _ => ImmutablePut(now, request.From, target, value),
        };

    private Answer Lookup(Instant now, NodeId target)
    {
        _drawn.Clear();
        _announcements.Draw(now, target, MaxTold, _drawn);
        if (_router.RecordOf(now, target) is { } server && _drawn.Count < MaxTold) _drawn.Add(server);
        if (_drawn.Count == 0) return Answer.Success();

        return Answer.Success(EncodeLookup(_drawn, _bumps.TryGet(now, target, out var bump) ? bump.Bump : 0));
    }

    // Records are kept as they are told, so that nothing is decoded on the way.
    private static byte[] EncodeLookup(List<ReadOnlyMemory<byte>> records, ulong bump)
    {
        var length = CompactWriter.MeasureUInt((ulong)records.Count) + CompactWriter.MeasureUInt(bump);
        foreach (var record in records) length += record.Length;

        var reply = new byte[length];
        var writer = new CompactWriter(reply);
        writer.WriteCount(records.Count);
        foreach (var record in records) writer.WriteRaw(record.Span);
        writer.WriteUInt(bump);
        return reply;
    }
}
