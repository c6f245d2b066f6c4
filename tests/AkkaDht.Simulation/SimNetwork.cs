using AkkaDht.Protocol;
using AkkaDht.Simulation.Nats;

namespace AkkaDht.Simulation;

/// <summary>Changes the bytes of a datagram that arrives; returns how many of them remain.</summary>
public delegate int SimTampering(IRandomSource random, Span<byte> datagram);

/// <summary>
/// A whole network in one thread: hosts, the ways between them and a clock that jumps to whatever happens next. One seed, one
/// run: nothing in here depends on the machine or the time of day.
/// </summary>
public sealed class SimNetwork(int seed)
{
    // No machine of ours has so much to do at one instant: it would ask to be called at once for ever.
    private const int MaxEventsAtOneInstant = 1_000_000;

    // From one network to another there are more routers than this; within one there are none that count.
    private const int HopsBetweenNetworks = 10;

    private readonly IRandomSource _random = new SimRandom(seed);
    private readonly SimBuffers _buffers = new();
    private readonly Dictionary<PeerAddress, SimHost> _hosts = [];
    private readonly Dictionary<(PeerAddress From, PeerAddress To), Link> _links = [];
    private readonly Dictionary<uint, SimNat> _nats = [];
    private readonly Dictionary<uint, SimNat> _natOf = [];
    private readonly PriorityQueue<SimEvent, SimDue> _events = new();
    private long _lastEvent;
    private int _eventsNow;
    private long _delivered;
    private long _unreachable;
    private long _expired;
    private long _timeouts;
    private int _inFlight;
    private long _inFlightBytes;

    /// <summary>The time of the network.</summary>
    public Instant Now { get; private set; }

    /// <summary>What a way does that nobody has spoken of yet.</summary>
    public LinkConditions Conditions { get; set; } = LinkConditions.Perfect;

    /// <summary>What becomes of the bytes of every datagram that arrives; null for nothing.</summary>
    public SimTampering? Tampering { get; set; }

    /// <summary>Randomness of this network's seed, for whoever needs some.</summary>
    public IRandomSource Random => _random;

    /// <summary>What has happened, and what is still under way.</summary>
    public SimStats Stats => new(
        _links.Values.Aggregate(default(LinkStats), (sum, link) => sum + link.Stats),
        _delivered, _unreachable, _expired, _inFlight, _inFlightBytes, _buffers.Rented, _timeouts);

    /// <summary>When the next thing happens; <see cref="Instant.Never"/> when nothing ever will.</summary>
    public Instant NextEvent => _events.TryPeek(out _, out var due) ? due.At : Instant.Never;

    /// <summary>A NAT on the Internet, or behind <paramref name="outer"/>.</summary>
    public SimNat AddNat(uint host, SimNatRules rules, SimNat? outer = null)
    {
        var nat = new SimNat(host, rules, _random);
        _nats.Add(host, nat);
        if (outer is not null) PutBehind(host, outer);
        return nat;
    }

    /// <summary>All addresses of <paramref name="host"/> are inside of <paramref name="nat"/> from now on.</summary>
    public void PutBehind(uint host, SimNat nat) => _natOf[host] = nat;

    /// <summary>Gives <paramref name="host"/> an address; it may have several.</summary>
    public void Attach(PeerAddress address, SimHost host)
    {
        _hosts.Add(address, host);
        Touch(host);
    }

    /// <summary>Nobody is at <paramref name="address"/> any more; what arrives there vanishes.</summary>
    public void Detach(PeerAddress address) => _hosts.Remove(address);

    /// <summary>The way from one address to another.</summary>
    public Link Way(PeerAddress from, PeerAddress to)
    {
        if (!_links.TryGetValue((from, to), out var link)) _links[(from, to)] = link = new Link(Conditions, _random);
        return link;
    }

    /// <summary>Changes both directions between two addresses.</summary>
    public void Change(PeerAddress one, PeerAddress other, Func<LinkConditions, LinkConditions> change)
    {
        foreach (var link in new[] { Way(one, other), Way(other, one) }) link.Conditions = change(link.Conditions);
    }

    /// <summary>
    /// Sends a copy of <paramref name="datagram"/> on its way, through whatever NATs there are. One that may take so few hops as
    /// <paramref name="ttl"/> says (0 for enough) leaves its own network but does not arrive in another.
    /// </summary>
    public void Send(PeerAddress from, PeerAddress to, ReadOnlySpan<byte> datagram, byte ttl = 0)
    {
        from = Leave(from, to);
        if (ttl is > 0 and < HopsBetweenNetworks && IsOutside(from.Host) && from.Host != to.Host)
        {
            _expired++;
            return;
        }

        Span<Instant> arrivals = stackalloc Instant[Link.MaxArrivals];
        var count = Way(from, to).Offer(Now, datagram.Length, arrivals);
        foreach (var arrival in arrivals[..count])
        {
            _inFlight++;
            _inFlightBytes += datagram.Length;
            Schedule(arrival, new SimEvent(from, to, _buffers.Rent(datagram), datagram.Length, null, null));
        }
    }

    /// <summary>Does <paramref name="action"/> at <paramref name="at"/>, or now if that has passed.</summary>
    public void At(Instant at, Action action) => Schedule(at, new SimEvent(default, default, null, 0, null, action));

    /// <summary>Says that somebody other than the network has turned <paramref name="host"/>: its deadline may be earlier now.</summary>
    public void Touch(SimHost host)
    {
        var deadline = host.NextDeadline;
        if (deadline >= host.WakesAt) return;

        host.WakesAt = deadline;
        Schedule(deadline, new SimEvent(default, default, null, 0, host, null));
    }

    /// <summary>Lets the next thing happen; false when nothing ever will.</summary>
    public bool Step()
    {
        if (!_events.TryDequeue(out var happening, out var due)) return false;

        _eventsNow = due.At > Now ? 0 : _eventsNow + 1;
        Invariant.That(_eventsNow < MaxEventsAtOneInstant, "time goes on: every deadline that has come is moved or met");
        if (due.At > Now) Now = due.At;
        Happen(happening);
        return true;
    }

    /// <summary>Lets things happen until <paramref name="condition"/> holds or <paramref name="limit"/> passes; says whether it holds.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Now + limit;
        while (!condition())
        {
            if (!_events.TryPeek(out _, out var due) || due.At > end)
            {
                Now = end;
                return condition();
            }

            Step();
        }

        return true;
    }

    /// <summary>Lets things happen for so long.</summary>
    public void RunFor(TimeSpan span) => RunUntil(() => false, span);

    private bool IsOutside(uint host) => !_natOf.ContainsKey(host);

    // Out of one network after another, until the destination is in it or this is the Internet.
    private PeerAddress Leave(PeerAddress from, PeerAddress to)
    {
        while (_natOf.TryGetValue(from.Host, out var nat) && _natOf.GetValueOrDefault(to.Host) != nat) from = nat.Leave(Now, from, to);
        return from;
    }

    // Into one network after another. An address inside means something only there.
    private bool TryEnter(PeerAddress from, PeerAddress to, out PeerAddress inside)
    {
        inside = to;
        if (_natOf.GetValueOrDefault(from.Host) != _natOf.GetValueOrDefault(to.Host)) return false;

        while (_nats.TryGetValue(inside.Host, out var nat))
            if (!nat.TryEnter(Now, from, inside.Port, out inside)) return false;
        return true;
    }

    private void Happen(in SimEvent happening)
    {
        if (happening.Datagram is { } datagram)
            Arrive(happening, datagram);
        else if (happening.Host is { } host)
            Wake(host);
        else
            happening.Action!();
    }

    private void Arrive(in SimEvent arrival, byte[] datagram)
    {
        _inFlight--;
        _inFlightBytes -= arrival.Length;
        if (TryEnter(arrival.From, arrival.To, out var to) && _hosts.TryGetValue(to, out var host))
        {
            _delivered++;
            var length = Tampering?.Invoke(_random, datagram.AsSpan(0, arrival.Length)) ?? arrival.Length;
            host.HandleDatagram(Now, arrival.From, to, datagram.AsMemory(0, length));
            Touch(host);
        }
        else
        {
            _unreachable++;
        }

        _buffers.Return(datagram, arrival.Length);
    }

    // A deadline that moved to an earlier time has left an event behind, which must not count as a second one.
    private void Wake(SimHost host)
    {
        if (host.WakesAt > Now) return;

        host.WakesAt = Instant.Never;
        if (host.NextDeadline <= Now)
        {
            _timeouts++;
            host.HandleTimeout(Now);
        }

        Touch(host);
    }

    private void Schedule(Instant at, SimEvent happening) => _events.Enqueue(happening, new SimDue(at > Now ? at : Now, _lastEvent++));

    private readonly record struct SimEvent(PeerAddress From, PeerAddress To, byte[]? Datagram, int Length, SimHost? Host, Action? Action);

    /// <summary>When something happens; at one instant in the order in which it was decided.</summary>
    private readonly record struct SimDue(Instant At, long Order) : IComparable<SimDue>
    {
        public int CompareTo(SimDue other) =>
            At.Ticks != other.At.Ticks ? At.Ticks.CompareTo(other.At.Ticks) : Order.CompareTo(other.Order);
    }
}
