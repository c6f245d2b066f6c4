using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Protomux;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>
/// Joins the streams of peers that cannot reach each other: two ends that show the same token in opposite roles become a link
/// (03-hyperdht.md §12). It learns nothing of them but the token. Reference: <c>blind-relay</c>, class BlindRelayServer.
/// </summary>
/// <remarks>Its owner hands it the events of each session's channel, then takes every action. A waiting pair has its place for a bounded time.</remarks>
public sealed class BlindRelayServer(BlindRelaySettings settings)
{
    private readonly HashSet<RelaySession> _sessions = [];
    private readonly Dictionary<SecretToken, LinkedListNode<PendingPair>> _pending = [];
    private readonly LinkedList<PendingPair> _byAge = new();
    private readonly LinkedList<(RelaySession Session, Instant Since)> _idle = new();
    private readonly Queue<RelayAction> _actions = new();
    private int _links;
    private long _requested;
    private long _matched;
    private long _cancelled;
    private long _expired;
    private long _refused;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Instant NextDeadline => Instant.Min(
        _byAge.First?.Value.ExpiresAt ?? Instant.Never,
        _idle.First is { } idle ? idle.Value.Since + settings.SessionIdle : Instant.Never);

    /// <summary>What has been counted.</summary>
    public BlindRelayStats Stats => new()
    {
        Sessions = _sessions.Count,
        Pending = _pending.Count,
        Links = _links,
        Requested = _requested,
        Matched = _matched,
        Cancelled = _cancelled,
        Expired = _expired,
        Refused = _refused,
    };

    /// <summary>A peer has connected; false when there are enough of them.</summary>
    /// <param name="now">The time.</param>
    /// <param name="mux">The muxer of its connection.</param>
    /// <param name="publicKey">Who it is, 32 bytes: the id of its channel.</param>
    /// <param name="session">What its events belong to.</param>
    public bool TryAccept(Instant now, Mux mux, ReadOnlyMemory<byte> publicKey, [NotNullWhen(true)] out RelaySession? session)
    {
        session = null;
        if (_sessions.Count >= settings.MaxSessions || !mux.TryOpen(BlindRelayProtocol.ChannelOf(publicKey), out var channel))
        {
            _refused++;
            return false;
        }

        session = new RelaySession(mux, channel);
        _sessions.Add(session);
        FollowPairs(now, session);
        return true;
    }

    /// <summary>Something has happened to the channel of a session.</summary>
    public void HandleEvent(Instant now, RelaySession session, in MuxEvent happened)
    {
        Invariant.That(happened.Channel == session.Channel, "a session hears of its own channel");
        switch (happened)
        {
            case { Kind: MuxEventKind.Closed }: Leave(now, session); break;
            case { Kind: MuxEventKind.Received, Type: RelayPair.Type }: HandlePair(now, session, happened.Bytes.Span); break;
            case { Kind: MuxEventKind.Received, Type: RelayUnpair.Type }: HandleUnpair(now, session, happened.Bytes.Span); break;
            default: break;
        }
    }

    /// <summary>Both ends of a link have ids of this node, which they are told.</summary>
    public void HandleOpened(RelayLink link, StreamId toResponder, StreamId toInitiator)
    {
        if (link.IsEnded) return;

        link.Responder.Session.Channel.TrySend(RelayPair.Type, new RelayPair(IsInitiator: false, link.Token, toResponder.Value));
        link.Initiator.Session.Channel.TrySend(RelayPair.Type, new RelayPair(IsInitiator: true, link.Token, toInitiator.Value));
    }

    /// <summary>A link has ended by itself, or could not be opened.</summary>
    public void HandleEnded(Instant now, RelayLink link)
    {
        if (link.IsEnded) return;

        link.IsEnded = true;
        _links--;
        foreach (var session in (ReadOnlySpan<RelaySession>)[link.Responder.Session, link.Initiator.Session])
        {
            session.Links.Remove(link.Token);
            FollowPairs(now, session);
        }
    }

    /// <summary>Time has passed: call it at <see cref="NextDeadline"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        while (_byAge.First?.Value is { } oldest && oldest.ExpiresAt <= now)
        {
            Forget(now, oldest);
            _expired++;
        }

        while (_idle.First?.Value is { } longest && longest.Since + settings.SessionIdle <= now)
        {
            longest.Session.Channel.Close();
            Leave(now, longest.Session);
        }
    }

    /// <summary>Takes what is to be done, in order.</summary>
    public bool TryTakeAction([NotNullWhen(true)] out RelayAction? action) => _actions.TryDequeue(out action);

    private void HandlePair(Instant now, RelaySession session, ReadOnlySpan<byte> bytes)
    {
        if (!RelayPair.TryDecode(bytes, out var pair) || pair.StreamId > uint.MaxValue)
        {
            session.Mux.Fail(MuxError.Malformed);
            return;
        }

        _requested++;
        var pending = _pending.TryGetValue(pair.Token, out var waiting) ? waiting.Value : null;
        if (session.Pairs >= settings.MaxPairsPerSession || (pending is null && _pending.Count + _links >= settings.MaxPairs))
        {
            _refused++;
            return;
        }

        // The same end again, or a token whose link has not ended.
        if ((pair.IsInitiator ? pending?.Initiator : pending?.Responder) is not null || session.Links.ContainsKey(pair.Token)) return;

        pending ??= Wait(pair.Token, now + settings.PendingLifetime);
        session.Pending.Add(pending);
        FollowPairs(now, session);
        var end = new RelayEnd(session, new StreamId((uint)pair.StreamId));
        if (pair.IsInitiator) pending.Initiator = end;
        else pending.Responder = end;

        if (pending is { Initiator: { } initiator, Responder: { } responder }) Join(now, pending, initiator, responder);
    }

    private PendingPair Wait(SecretToken token, Instant expiresAt)
    {
        var pending = new PendingPair(token, expiresAt);
        _pending.Add(token, _byAge.AddLast(pending));
        return pending;
    }

    private void Join(Instant now, PendingPair pending, RelayEnd initiator, RelayEnd responder)
    {
        var link = new RelayLink(pending.Token, responder, initiator);
        responder.Session.Links[link.Token] = link;
        initiator.Session.Links[link.Token] = link;
        Forget(now, pending);
        _matched++;
        _links++;
        _actions.Enqueue(new RelayAction.Open(link));
    }

    // Whoever knows the token may withdraw what waits for it; what is joined is ended by its ends only.
    private void HandleUnpair(Instant now, RelaySession session, ReadOnlySpan<byte> bytes)
    {
        if (!RelayUnpair.TryDecode(bytes, out var unpair))
        {
            session.Mux.Fail(MuxError.Malformed);
        }
        else if (_pending.TryGetValue(unpair.Token, out var pending))
        {
            Forget(now, pending.Value);
            _cancelled++;
        }
        else if (session.Links.TryGetValue(unpair.Token, out var link))
        {
            End(now, link);
            _cancelled++;
        }
    }

    private void Leave(Instant now, RelaySession session)
    {
        if (!_sessions.Remove(session)) return;

        _cancelled += session.Pending.Count;
        foreach (var pending in session.Pending.ToArray()) Forget(now, pending);
        foreach (var link in session.Links.Values.ToArray()) End(now, link);
        FollowPairs(now, session);
        _actions.Enqueue(new RelayAction.Leave(session));
    }

    private void End(Instant now, RelayLink link)
    {
        HandleEnded(now, link);
        _actions.Enqueue(new RelayAction.End(link));
    }

    private void Forget(Instant now, PendingPair pending)
    {
        if (!_pending.Remove(pending.Token, out var waiting)) return;

        _byAge.Remove(waiting);
        foreach (var end in (ReadOnlySpan<RelayEnd?>)[pending.Initiator, pending.Responder])
        {
            if (end is not { Session: var session }) continue;

            session.Pending.Remove(pending);
            FollowPairs(now, session);
        }
    }

    // Those that have nothing here stand in the order in which they came to have nothing.
    private void FollowPairs(Instant now, RelaySession session)
    {
        var isIdle = session.Pairs == 0 && _sessions.Contains(session);
        if (isIdle == session.Idle is not null) return;

        if (isIdle)
        {
            session.Idle = _idle.AddLast((session, now));
            return;
        }

        _idle.Remove(session.Idle!);
        session.Idle = null;
    }
}
