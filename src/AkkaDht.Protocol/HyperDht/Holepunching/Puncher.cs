namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// One side of one hole punch: finds out what our NAT does, then sends probes as the two NATs demand until one gets through.
/// Driven by a connect attempt or by a server's session, which exchange what either side knows; it owns no socket but names
/// those that it wants opened, and every one of them is given back. Reference: hyperdht <c>lib/holepuncher.js</c> (03-hyperdht.md §11).
/// </summary>
/// <remarks>
/// The initiator takes the first probe that arrives as success. The other side answers every probe, and knows of the success from
/// the first packet of the stream; its owner then calls <see cref="Destroy"/>.
/// </remarks>
public sealed partial class Puncher
{
    private readonly PuncherSettings _settings;
    private readonly IRandomSource _random;
    private readonly RandomPunchGate _gate;
    private readonly bool _isInitiator;
    private readonly bool _isFirewalled;
    private readonly Queue<PuncherAction> _actions = new();

    // The first is the one that requests go through; others join it only while punching from behind a random NAT.
    private readonly List<SocketRole> _sockets = [];
    private readonly List<(PeerAddress To, byte Ttl)> _early = [];
    private bool _isStarted;
    private bool _isOpening;
    private int _singleProbes;
    private uint? _ownHost;
    private PuncherStats _stats;

    /// <summary>One side of a punch whose other side says of its own NAT what <paramref name="remoteFirewall"/> is.</summary>
    /// <param name="settings">How it is done.</param>
    /// <param name="random">For the ports that are guessed.</param>
    /// <param name="gate">What all random punches of the node pass.</param>
    /// <param name="isInitiator">Whether this is the side that connects.</param>
    /// <param name="remoteFirewall">What the other side knows of its NAT so far.</param>
    /// <param name="isFirewalled">Whether our node is behind anything at all.</param>
    public Puncher(
        PuncherSettings settings, IRandomSource random, RandomPunchGate gate, bool isInitiator, FirewallKind remoteFirewall, bool isFirewalled)
    {
        _settings = settings;
        _random = random;
        _gate = gate;
        _isInitiator = isInitiator;
        _isFirewalled = isFirewalled;
        RemoteFirewall = remoteFirewall;
        Nat = new NatAnalysis(isFirewalled);
    }

    /// <summary>What is known about the NAT in front of <see cref="Socket"/>.</summary>
    public NatAnalysis Nat { get; private set; }

    /// <summary>The socket that requests of this punch go through, and after success the one that got through; null before the first is open.</summary>
    public SocketRole? Socket => _sockets.Count > 0 ? _sockets[0] : null;

    /// <summary>What the other side says of its NAT.</summary>
    public FirewallKind RemoteFirewall { get; private set; }

    /// <summary>Where the other side says that it is.</summary>
    public IReadOnlyList<RemoteAddress> RemoteAddresses { get; private set; } = [];

    /// <summary>Whether the other side says that it is punching.</summary>
    public bool IsRemotePunching { get; private set; }

    /// <summary>Whether a probe got through to the initiator.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether nothing happens any more: it was destroyed, or has given up.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What it has cost so far.</summary>
    public PuncherStats Stats => _stats;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    private bool IsDone => IsOver || IsConnected;

    /// <summary>Begins: the first socket is asked for, and the analysis follows from it.</summary>
    public void HandleStart(Instant now)
    {
        Invariant.That(!_isStarted, "A punch begins once.");
        _isStarted = true;
        if (!IsOver) OpenSocket();
    }

    /// <summary>
    /// Takes the socket that was asked for, or null when none could be opened. <paramref name="recentNodes"/> are nodes of the
    /// routing table, the one heard last first, of which a few are asked how they see us; about sixteen suffice.
    /// </summary>
    public void HandleSocket(Instant now, SocketRole? socket, IReadOnlyList<PeerAddress> recentNodes)
    {
        _isOpening = false;
        if (socket is not null) _stats.SocketsOpened++;

        if (IsDone) Release(socket);
        else if (IsPunching) AddToPunch(now, socket);
        else if (Socket is null) Begin(now, socket, recentNodes);
        else Replace(socket, recentNodes);
    }

    /// <summary>A probe, that is one byte, came from <paramref name="from"/> on one of the sockets of this punch.</summary>
    public void HandleProbe(Instant now, SocketRole socket, PeerAddress from)
    {
        if (IsDone || !_sockets.Contains(socket)) return;

        if (_isInitiator) Connect(now, socket, from);
        else Echo(socket, from);
    }

    /// <summary>
    /// Takes what the other side says in its latest round; <paramref name="verifiedHost"/> is the host that it has just proved to
    /// receive at, and a host that was proved in the round before remains so while it is named. No addresses are none.
    /// </summary>
    public void HandleRemote(FirewallKind firewall, IReadOnlyList<PeerAddress>? addresses, bool isPunching, uint? verifiedHost)
    {
        var remote = new List<RemoteAddress>();
        foreach (var address in addresses ?? [])
        {
            if (remote.Count < _settings.MaxTargets) remote.Add(new RemoteAddress(address, address.Host == verifiedHost || IsVerified(address.Host)));
            else _stats.Overflowed++;
        }

        RemoteFirewall = firewall;
        RemoteAddresses = remote;
        IsRemotePunching = isPunching;
    }

    /// <summary>A host under which the node is known to others, before this punch has found out by itself; decides whether private targets are allowed.</summary>
    public void HandleOwnHost(uint host) => _ownHost = host;

    /// <summary>Sends one probe that opens our NAT towards <paramref name="to"/> but should not arrive; kept until there is a socket.</summary>
    public void OpenSession(PeerAddress to) => SendSingle(to, _settings.LowTtl);

    /// <summary>Sends one probe to <paramref name="to"/> that should arrive; kept until there is a socket.</summary>
    public void Ping(PeerAddress to) => SendSingle(to, _settings.NormalTtl);

    /// <summary>Does what is due at <paramref name="now"/>; too early does no harm.</summary>
    public void HandleTimeout(Instant now)
    {
        if (now >= NextDeadline) PunchOn(now);
    }

    /// <summary>Ends it, whatever it is doing: all sockets are given back, a socket that is still being opened as soon as it comes.</summary>
    public void Destroy(Instant now)
    {
        if (IsOver) return;

        IsOver = true;
        Stop(now);
        _early.Clear();
        ReleaseAllBut(null);
    }

    /// <summary>Takes the next thing to do.</summary>
    public bool TryTakeAction([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PuncherAction? action) => _actions.TryDequeue(out action);

    private void Begin(Instant now, SocketRole? socket, IReadOnlyList<PeerAddress> recentNodes)
    {
        if (socket is not { } opened)
        {
            GiveUp(now);
            return;
        }

        _sockets.Add(opened);
        foreach (var (to, ttl) in _early) Probe(opened, to, ttl);
        _early.Clear();
        Analyze(recentNodes);
    }

    private void Connect(Instant now, SocketRole socket, PeerAddress from)
    {
        IsConnected = true;
        Stop(now);
        ReleaseAllBut(socket);
        _actions.Enqueue(new PuncherAction.Connected(socket, from));
    }

    private void Echo(SocketRole socket, PeerAddress to)
    {
        if (_stats.Echoes >= _settings.MaxEchoes)
        {
            _stats.Overflowed++;
            return;
        }

        _stats.Echoes++;
        _stats.Probes++;
        _actions.Enqueue(new PuncherAction.Probe(socket, to, _settings.NormalTtl));
    }

    private void SendSingle(PeerAddress to, byte ttl)
    {
        if (IsDone) return;

        if (++_singleProbes > _settings.MaxSingleProbes) _stats.Overflowed++;
        else if (Socket is { } socket) Probe(socket, to, ttl);
        else _early.Add((to, ttl));
    }

    private void Probe(SocketRole socket, PeerAddress to, byte ttl)
    {
        if (!MayProbe(to))
        {
            _stats.TargetsRefused++;
            return;
        }

        _stats.Probes++;
        if (ttl < _settings.NormalTtl) _stats.LowTtlProbes++;
        _actions.Enqueue(new PuncherAction.Probe(socket, to, ttl));
    }

    private bool MayProbe(PeerAddress to) => to is { Port: > 0, IsReserved: false } && (!to.IsPrivate || _settings.AllowsPrivateTargets || IsPrivateOurselves);

    private bool IsPrivateOurselves => (Nat.Host ?? _ownHost) is { } host && new PeerAddress(host, 0).IsPrivate;

    private bool IsVerified(uint host)
    {
        foreach (var known in RemoteAddresses)
        {
            if (known.IsVerified && known.Address.Host == host) return true;
        }

        return false;
    }

    private void OpenSocket()
    {
        if (_isOpening) return;

        _isOpening = true;
        _actions.Enqueue(new PuncherAction.OpenSocket());
    }

    private void Release(SocketRole? socket)
    {
        if (socket is not { } released) return;

        _stats.SocketsReleased++;
        _actions.Enqueue(new PuncherAction.ReleaseSocket(released));
    }

    private void ReleaseAllBut(SocketRole? kept)
    {
        foreach (var socket in _sockets)
        {
            if (socket != kept) Release(socket);
        }

        _sockets.Clear();
        if (kept is { } remaining) _sockets.Add(remaining);
    }

    private void GiveUp(Instant now)
    {
        Destroy(now);
        _actions.Enqueue(new PuncherAction.Aborted());
    }
}
