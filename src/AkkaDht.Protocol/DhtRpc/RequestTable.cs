using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// The requests in flight: gives each a transaction id, sends and resends it within the congestion window, and matches the
/// replies. A reply counts only from the endpoint asked; ids are random, so that a stranger has to guess both.
/// Reference: dht-rpc <c>lib/io.js</c> (02-dht-rpc.md B2, B3). What is in flight, waits, or has a deadline is bounded by
/// <see cref="RequestSettings.MaxInFlight"/>, beyond which nothing is started.
/// </summary>
internal sealed partial class RequestTable<TOwner>(
    RequestSettings settings, IRandomSource random, TransmitQueue transmits)
{
    private readonly Dictionary<Key, Entry> _inFlight = [];
    private readonly LinkedList<Entry> _waiting = new();
    private readonly PriorityQueue<Entry, long> _deadlines = new();
    private readonly Queue<RequestOutcome<TOwner>> _outcomes = new();
    private readonly CongestionWindow _congestion = new(settings.MaxWindow);
    private readonly AdaptiveTimeout? _adaptive = settings.AdaptiveTimeout ? new AdaptiveTimeout(random) : null;
    private readonly int _maxInFlight = Math.Min(settings.MaxInFlight, TidCount);
    private Phase _phase = Phase.Unbound;
    private Instant _nextRelease;
    private RequestStats _stats;

    private enum Phase : byte { Unbound, Bound, Suspended, Destroyed }

    /// <summary>How many requests are in flight, waiting ones included.</summary>
    public int Count => _inFlight.Count;

    /// <summary>How many deadlines are kept, overtaken ones included.</summary>
    public int Deadlines => _deadlines.Count;

    /// <summary>What has been counted, and how many are in flight now.</summary>
    public RequestStats Stats => _stats with { Active = _inFlight.Count };

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline
    {
        get
        {
            while (_deadlines.TryPeek(out var entry, out var due) && !entry.IsDue(new Instant(due))) _deadlines.Dequeue();
            var next = _deadlines.TryPeek(out _, out var ticks) ? new Instant(ticks) : Instant.Never;
            return _waiting.Count > 0 ? Instant.Min(next, _nextRelease) : next;
        }
    }

    /// <summary>Takes the next outcome.</summary>
    public bool TryTakeOutcome(out RequestOutcome<TOwner> outcome) => _outcomes.TryDequeue(out outcome);

    /// <summary>Starts a request; its outcome, also a refusal, comes out of <see cref="TryTakeOutcome"/>.</summary>
    public void HandleStart(Instant now, NodeIdentity identity, in RequestSpec spec, TOwner owner)
    {
        if (RefusalOf(spec) is { } refusal)
        {
            _outcomes.Enqueue(new RequestOutcome<TOwner>(owner, refusal, null, default));
            return;
        }

        var entry = new Entry(spec, owner, UnusedTid(spec.To), spec.Socket ?? identity.RequestSocket, now);
        _inFlight.Add(entry.Key, entry);
        _stats.CountStart(spec);
        if (_phase == Phase.Bound) Send(now, identity, entry);
    }

    /// <summary>Ends a request before it starts.</summary>
    public void Refuse(TOwner owner)
    {
        _stats.Refused++;
        _outcomes.Enqueue(new RequestOutcome<TOwner>(owner, RequestOutcomeKind.Refused, null, default));
    }

    /// <summary>Matches a reply; false when nobody waits for it from there.</summary>
    public bool HandleReply(Instant now, in ReplyDatagram reply, PeerAddress from, NodeId? fromId, SocketRole arrivedOn)
    {
        if (!_inFlight.Remove(new Key(from, reply.Tid), out var entry)) return false;

        _congestion.AdvanceTo(now);
        _congestion.Receive();
        End(entry);
        var rtt = now - entry.Created;
        if (entry.Sent <= 2) _adaptive?.HandleSample(now, from, rtt);
        _stats.CountReply(entry.Spec);
        _outcomes.Enqueue(new RequestOutcome<TOwner>(entry.Owner, RequestOutcomeKind.Replied, reply.ToReply(from, fromId, rtt), arrivedOn));
        return true;
    }

    /// <summary>Sends again what has waited too long, gives up what was sent often enough, and lets waiting requests go.</summary>
    public void HandleTimeout(Instant now, NodeIdentity identity, Action<RequestSpec> onGivenUp)
    {
        while (_deadlines.TryPeek(out var entry, out var due) && due <= now.Ticks)
        {
            _deadlines.Dequeue();
            if (entry.IsDue(new Instant(due))) HandleTransmissionTimeout(now, identity, entry, onGivenUp);
        }

        ReleaseWaiting(now);
    }

    /// <summary>Fails every request of <paramref name="session"/> as destroyed; 0 is no session.</summary>
    public void HandleCancel(Instant now, long session)
    {
        if (session == 0) return;

        foreach (var entry in _inFlight.Values.Where(entry => entry.Spec.Session == session).ToArray())
            Fail(now, entry, RequestOutcomeKind.Destroyed);
    }

    /// <summary>
    /// The sockets are there: what has waited for them is sent. What was under way when a socket failed is not sent again, its
    /// timeout sees to that.
    /// </summary>
    public void HandleBound(Instant now, NodeIdentity identity)
    {
        if (_phase == Phase.Destroyed) return;

        _phase = Phase.Bound;
        foreach (var entry in _inFlight.Values)
            if (entry.Datagram is null) Send(now, identity, entry);
    }

    /// <summary>Fails everything in flight and refuses what comes, until <see cref="HandleBound"/>.</summary>
    public void HandleSuspend(Instant now)
    {
        if (_phase == Phase.Destroyed) return;

        FailAll(now, RequestOutcomeKind.Suspended);
        _congestion.Clear();
        _phase = Phase.Suspended;
    }

    /// <summary>Fails everything in flight and refuses whatever comes.</summary>
    public void HandleDestroy(Instant now)
    {
        FailAll(now, RequestOutcomeKind.Destroyed);
        _phase = Phase.Destroyed;
    }

    private RequestOutcomeKind? RefusalOf(in RequestSpec spec)
    {
        if (_phase == Phase.Destroyed) return RequestOutcomeKind.Destroyed;
        if (_phase == Phase.Suspended) return RequestOutcomeKind.Suspended;
        if (_inFlight.Count < _maxInFlight) return null;

        _stats.Refused++;
        return RequestOutcomeKind.Overloaded;
    }

    // There is one: fewer requests are in flight than there are ids, even if all go to one endpoint.
    private ushort UnusedTid(PeerAddress to)
    {
        var tid = (ushort)random.Next(TidCount);
        while (_inFlight.ContainsKey(new Key(to, tid))) tid++;
        return tid;
    }

    private void FailAll(Instant now, RequestOutcomeKind kind)
    {
        foreach (var entry in _inFlight.Values.ToArray()) Fail(now, entry, kind);
        _deadlines.Clear();
    }

    private void Fail(Instant now, Entry entry, RequestOutcomeKind kind)
    {
        _inFlight.Remove(entry.Key);
        End(entry);
        _congestion.AdvanceTo(now);
        _congestion.Receive();
        _outcomes.Enqueue(new RequestOutcome<TOwner>(entry.Owner, kind, null, default));
    }
}
