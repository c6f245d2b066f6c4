using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// What a node is and when that changes: bootstrap, the five-second tick, NAT samples, firewall check, persistence, sleep and
/// suspension. The machine of <c>LifecycleActor</c>. Reference: dht-rpc <c>index.js</c> (02-dht-rpc.md B6, B8, B9, B11 to B13).
/// </summary>
public sealed partial class NodeLifecycle
{
    /// <summary>Ticks between two refreshes, about 5 min.</summary>
    private const int RefreshTicks = 60;

    /// <summary>Ticks until a stable node checks whether it can be persistent, about 20 min.</summary>
    private const int StableTicks = 240;

    /// <summary>Ticks until the next such check, about 60 min.</summary>
    private const int MoreStableTicks = 720;

    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SleepThreshold = TimeSpan.FromSeconds(15);

    private readonly Queue<LifecycleOutput> _outputs = new();
    private readonly LifecycleSettings _settings;
    private readonly ICryptoSuite _crypto;
    private readonly IRandomSource _random;
    private readonly NetworkHealth _health = new();
    private readonly bool _isAdaptive;
    private NatSampler _nat = new();
    private NodeIdentity _identity;
    private Instant _lastTick;
    private long _tick;
    private int _refreshIn;
    private int _stableIn;
    private uint? _lastCheckedHost;
    private ushort _serverPort;

    /// <summary>A node that has not been bound: ephemeral, with a random id that it never shows.</summary>
    public NodeLifecycle(LifecycleSettings settings, ICryptoSuite crypto, IRandomSource random)
    {
        _settings = settings;
        _crypto = crypto;
        _random = random;
        _isAdaptive = settings.IsEphemeral is null && settings.IsAdaptive;
        _identity = new NodeIdentity(new RoutingTable(NodeId.Random(random)), IsEphemeral: true, settings.IsFirewalled);
        _tick = RandomlyLess(100);
        _refreshIn = RandomlyLess(RefreshTicks);
        _stableIn = _isAdaptive ? StableTicks : 0;
        if (settings.KnownAddress is { } known) _nat.Add(known);
    }

    /// <summary>What the node is now.</summary>
    public NodeIdentity Identity => _identity;

    /// <summary>The public host as others see it; null while unknown.</summary>
    public uint? Host => _nat.Host;

    /// <summary>The public port as others see it; 0 while unknown or when the NAT changes it per destination.</summary>
    public ushort Port => _nat.Port;

    /// <summary>Whether the NAT seems to choose another port for every destination.</summary>
    public bool IsRandomized => Host is not null && Port == 0;

    /// <summary>Where strangers reach the server socket; null unless that is known to work.</summary>
    public PeerAddress? RemoteAddress =>
        Host is { } host && Port != 0 && !_identity.IsFirewalled && Port == _serverPort ? new PeerAddress(host, Port) : null;

    /// <summary>Whether bootstrap has finished.</summary>
    public bool IsBootstrapped { get; private set; }

    /// <summary>Whether the node is suspended.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Whether requests are answered at all.</summary>
    public bool IsOnline => _health.IsOnline;

    /// <summary>Whether most requests time out.</summary>
    public bool IsDegraded => _health.IsDegraded;

    /// <summary>The number of the current tick.</summary>
    public long Tick => _tick;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline => IsSuspended || _serverPort == 0 ? Instant.Never : _lastTick + TickInterval;

    /// <summary>Takes the next thing to do.</summary>
    public bool TryTakeOutput([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LifecycleOutput? output) => _outputs.TryDequeue(out output);

    /// <summary>Both sockets are bound, for the first time or after <see cref="HandleResume"/> or a socket's failure.</summary>
    public void HandleBound(Instant now, ushort serverPort)
    {
        var isFirst = _serverPort == 0;
        _serverPort = serverPort;
        if (isFirst)
        {
            _lastTick = now;
            Raise(LifecycleEvent.Listening);
            BeginBootstrap();
        }
        else if (_isResuming)
        {
            _isResuming = false;
            Refresh();
            Raise(LifecycleEvent.Resumed);
        }
    }

    /// <summary>Somebody said what our address is.</summary>
    public void HandleNatSample(PeerAddress address)
    {
        var before = (_nat.Host, _nat.Port);
        _nat.Add(address);
        if (before != (_nat.Host, _nat.Port)) Raise(LifecycleEvent.NatUpdated);
    }

    /// <summary>A query other than a refresh began, which refreshes as well.</summary>
    public void HandleQueryStarted() => _refreshIn = RefreshTicks;

    /// <summary>Looks up a random node to keep the table fresh.</summary>
    public void HandleRefresh() => Refresh();

    /// <summary>Begins a tick when it is time; too early does nothing.</summary>
    public void HandleTimeout(Instant now)
    {
        if (now < NextDeadline) return;

        if (now - _lastTick > SleepThreshold) WakeUp();
        else _tick++;
        _lastTick = now;
        _outputs.Enqueue(new LifecycleOutput.BeginTick(_tick));
    }

    /// <summary>The rest of a tick, with the counts of requests in flight, replied to and timed out so far.</summary>
    public void HandleCounts(int inFlight, long responses, long timeouts)
    {
        if (!IsBootstrapped || IsSuspended) return;

        CountDownToPersistence();
        if ((_tick & 7) == 0) PingSome(inFlight);
        var isSparse = (_tick & 63) == 0 && _identity.Table.Count < RoutingTable.DefaultCapacity;
        if (--_refreshIn <= 0 || isSparse) Refresh();
        UpdateHealth(() => _health.Update(responses, timeouts));
    }

    private void PingSome(int inFlight)
    {
        if (_identity.Table.Count == 0) Refresh();
        else _outputs.Enqueue(new LifecycleOutput.PingSome(inFlight));
    }

    private void Refresh()
    {
        _refreshIn = RefreshTicks;
        var target = _identity.Table.TryGetRandom(_random, out var node) ? node.Id : _identity.Table.Id;
        _outputs.Enqueue(new LifecycleOutput.StartQuery(target, IsBootstrap: false));
    }

    private void UpdateHealth(Action change)
    {
        var before = (_health.IsOnline, _health.IsDegraded);
        change();
        if (before != (_health.IsOnline, _health.IsDegraded)) Raise(LifecycleEvent.NetworkUpdated);
    }

    private void Change(NodeIdentity identity)
    {
        _identity = identity;
        _outputs.Enqueue(new LifecycleOutput.ChangeIdentity(identity));
    }

    private void Raise(LifecycleEvent what) => _outputs.Enqueue(new LifecycleOutput.Raise(what));

    // Ticks of nodes that start together drift apart. Reference: randomOffset.
    private int RandomlyLess(int ticks) => ticks - _random.Next(ticks / 2);
}
