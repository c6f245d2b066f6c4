namespace AkkaDht.Protocol.DhtRpc;

/// <summary>One transmission after the other: the life of a request between its start and its outcome.</summary>
internal sealed partial class RequestTable<TOwner>
{
    private const int TidCount = ushort.MaxValue + 1;
    private const int FewDeadlines = 64;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    private void Send(Instant now, NodeIdentity identity, Entry entry)
    {
        entry.Datagram ??= Encode(identity, entry);
        _congestion.AdvanceTo(now);
        if (!entry.Spec.Force && _congestion.IsFull) Wait(entry);
        else Transmit(now, entry);
    }

    private void Wait(Entry entry)
    {
        if (_waiting.Count == 0) _nextRelease = _congestion.NextDrain;
        entry.Place = _waiting.AddLast(entry);
    }

    // What waits goes on the beat of the congestion window and in its order, however much room replies make in between.
    private void ReleaseWaiting(Instant now)
    {
        _congestion.AdvanceTo(now);
        if (now < _nextRelease) return;

        _nextRelease = _congestion.NextDrain;
        while (!_congestion.IsFull && _waiting.First is { } first)
        {
            StopWaiting(first.Value);
            Transmit(now, first.Value);
        }
    }

    private void StopWaiting(Entry entry)
    {
        if (entry.Place is not { } place) return;

        _waiting.Remove(place);
        entry.Place = null;
    }

    private void Transmit(Instant now, Entry entry)
    {
        entry.Sent++;
        _congestion.Send();
        transmits.Add(new Transmit(entry.Socket, entry.Spec.To, entry.Datagram, entry.Spec.Ttl));
        entry.Deadline = now + TimeoutOf(now, entry);
        _deadlines.Enqueue(entry, entry.Deadline.Ticks);
        if (_deadlines.Count > 2 * _inFlight.Count + FewDeadlines) ForgetOvertakenDeadlines();
    }

    // Most requests are answered long before their deadline, which then stays behind in the queue.
    private void ForgetOvertakenDeadlines()
    {
        _deadlines.Clear();
        foreach (var entry in _inFlight.Values)
            if (entry.Deadline != Instant.Never) _deadlines.Enqueue(entry, entry.Deadline.Ticks);
    }

    private TimeSpan TimeoutOf(Instant now, Entry entry) =>
        entry.Spec.Timeout ?? _adaptive?.TimeoutFor(now, entry.Spec.To, entry.Sent) ?? DefaultTimeout;

    private void HandleTransmissionTimeout(Instant now, NodeIdentity identity, Entry entry, Action<RequestSpec> onGivenUp)
    {
        entry.Deadline = Instant.Never;
        if (entry.Spec.ReportSlow && entry.Sent == 1)
            _outcomes.Enqueue(new RequestOutcome<TOwner>(entry.Owner, RequestOutcomeKind.Slow, null, default));

        if (entry.Sent <= entry.Spec.Retries)
        {
            _stats.Retries++;
            Send(now, identity, entry);
            return;
        }

        _stats.Timeouts++;
        Fail(now, entry, RequestOutcomeKind.TimedOut);
        onGivenUp(entry.Spec);
    }

    private void End(Entry entry)
    {
        entry.HasEnded = true;
        StopWaiting(entry);
    }

    private static byte[] Encode(NodeIdentity identity, Entry entry)
    {
        var spec = entry.Spec;
        var showsId = identity.ShowsIdOn(entry.Socket);
        var request = new RequestDatagram
        {
            Tid = entry.Tid,
            To = spec.To,
            HasId = showsId,
            Id = showsId ? identity.Table.Id : default,
            HasToken = spec.Token is not null,
            Token = spec.Token ?? default,
            IsInternal = spec.IsInternal,
            Command = spec.Command,
            HasTarget = spec.Target is not null,
            Target = spec.Target ?? default,
            HasValue = spec.Value is not null,
            Value = spec.Value is { } value ? value.Span : default,
        };
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return datagram;
    }

    /// <summary>What a reply is matched by: the endpoint asked and the transaction id.</summary>
    private readonly record struct Key(PeerAddress From, ushort Tid)
    {
        public override int GetHashCode() => HashCode.Combine(From.Host, From.Port << 16 | Tid);
    }

    private sealed class Entry(RequestSpec spec, TOwner owner, ushort tid, SocketRole socket, Instant created)
    {
        public RequestSpec Spec => spec;
        public TOwner Owner => owner;
        public ushort Tid => tid;
        public SocketRole Socket => socket;
        public Instant Created => created;
        public Key Key => new(spec.To, tid);
        public byte[]? Datagram { get; set; }
        public int Sent { get; set; }
        public Instant Deadline { get; set; } = Instant.Never;
        public LinkedListNode<Entry>? Place { get; set; }
        public bool HasEnded { get; set; }

        /// <summary>The queue of deadlines keeps what was overtaken; an item of it counts only while it is the entry's own.</summary>
        public bool IsDue(Instant deadline) => !HasEnded && Deadline == deadline;
    }
}
