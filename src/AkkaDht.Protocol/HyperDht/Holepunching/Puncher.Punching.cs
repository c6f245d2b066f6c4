namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <content>The strategies: which probes go where, and when (03-hyperdht.md §11).</content>
public sealed partial class Puncher
{
    private const int PortCount = 1 << 16;

    private PeerAddress _target;
    private int _tries;
    private int _nextSocket;
    private int _lowTtlRounds;
    private bool _holdsGate;

    /// <summary>Whether probes are being sent, or about to be.</summary>
    public bool IsPunching { get; private set; }

    /// <summary>How it is or was punched.</summary>
    public PunchStrategy Strategy { get; private set; }

    /// <summary>Whether one of the two NATs is random, so that the node's gate has a say.</summary>
    public bool IsRandom => Nat.Firewall >= FirewallKind.Random || RemoteFirewall >= FirewallKind.Random;

    /// <summary>
    /// Takes this punch's place among the node's random ones before the other side is told to begin; true also when it needs none
    /// or has it. What is not used is given up by <see cref="CancelReservation"/> or <see cref="Destroy"/>.
    /// </summary>
    public bool TryReserve(Instant now)
    {
        if (IsDone || !IsRandom) return !IsDone;

        _holdsGate = _holdsGate || _gate.TryEnter(now);
        return _holdsGate;
    }

    /// <summary>The other side does not punch now: somebody else may.</summary>
    public void CancelReservation()
    {
        if (IsPunching || !_holdsGate) return;

        _holdsGate = false;
        _gate.Leave();
    }

    /// <summary>
    /// Begins to punch, or goes on; false when these NATs leave no way, when a random one is involved and the other side has
    /// proved no address, or when the node's gate is closed (<see cref="TryReserve"/>).
    /// </summary>
    public bool TryPunch(Instant now)
    {
        if (IsPunching) return true;
        if (IsDone || Socket is null || RemoteAddresses.Count == 0) return false;

        var strategy = StrategyFor(Coerce(Nat.Firewall), Coerce(RemoteFirewall));
        if (strategy == PunchStrategy.None) return false;
        if (strategy != PunchStrategy.Consistent && !(TryFindTarget(strategy, out _target) && TryReserve(now))) return false;

        if (strategy == PunchStrategy.Consistent) CancelReservation();
        Strategy = strategy;
        IsPunching = true;
        if (IsReopening) FinishAnalysis();
        BeginPunching(now);
        return true;
    }

    private static FirewallKind Coerce(FirewallKind firewall) => firewall switch
    {
        FirewallKind.Open => FirewallKind.Consistent,
        > FirewallKind.Random => FirewallKind.Random,
        _ => firewall,
    };

    private static PunchStrategy StrategyFor(FirewallKind local, FirewallKind remote) => (local, remote) switch
    {
        (FirewallKind.Consistent, FirewallKind.Consistent) => PunchStrategy.Consistent,
        (FirewallKind.Consistent, FirewallKind.Random) => PunchStrategy.GuessPorts,
        (FirewallKind.Random, FirewallKind.Consistent) => PunchStrategy.ManySockets,
        _ => PunchStrategy.None,
    };

    // Hundreds of probes go only where the other side has proved to be.
    private bool TryFindTarget(PunchStrategy strategy, out PeerAddress target)
    {
        foreach (var remote in RemoteAddresses)
        {
            target = strategy == PunchStrategy.GuessPorts ? remote.Address with { Port = _settings.LowestPort } : remote.Address;
            if (remote.IsVerified && MayProbe(target)) return true;
        }

        target = default;
        return false;
    }

    private void BeginPunching(Instant now)
    {
        if (Strategy == PunchStrategy.ManySockets) OpenMoreOrRest(now);
        else if (Strategy == PunchStrategy.Consistent && !_isInitiator) NextDeadline = now + _settings.TryInterval; // It has just knocked.
        else PunchOn(now);
    }

    private void PunchOn(Instant now)
    {
        switch (Strategy)
        {
            case PunchStrategy.Consistent: TryAddresses(now); break;
            case PunchStrategy.GuessPorts: GuessPort(now); break;
            default: UseNextSocket(now); break;
        }
    }

    private void TryAddresses(Instant now)
    {
        if (!TryAgain(now, _settings.ConsistentTries, _settings.TryInterval)) return;

        foreach (var remote in RemoteAddresses)
        {
            if (remote.IsVerified || _tries % _settings.UnverifiedEvery == 0) Probe(_sockets[0], remote.Address, _settings.NormalTtl);
        }
    }

    private void GuessPort(Instant now)
    {
        if (!TryAgain(now, _settings.RandomProbes, _settings.ProbeInterval)) return;

        var port = _settings.LowestPort + _random.Next(PortCount - _settings.LowestPort);
        Probe(_sockets[0], _target with { Port = (ushort)port }, _settings.NormalTtl);
    }

    private void UseNextSocket(Instant now)
    {
        if (!TryAgain(now, _settings.RandomProbes, _settings.ProbeInterval)) return;

        if (_nextSocket == _sockets.Count)
        {
            _nextSocket = 0;
            _lowTtlRounds++;
        }

        Probe(_sockets[_nextSocket++], _target, _lowTtlRounds < _settings.LowTtlRounds ? _settings.LowTtl : _settings.NormalTtl);
    }

    private bool TryAgain(Instant now, int limit, TimeSpan interval)
    {
        if (_tries == limit)
        {
            GiveUp(now);
            return false;
        }

        _tries++;
        NextDeadline = now + interval;
        return true;
    }

    // One after another, and each knocks at once, so that our NAT has a hole for it before the other side begins to guess.
    private void AddToPunch(Instant now, SocketRole? socket)
    {
        if (Strategy != PunchStrategy.ManySockets || _sockets.Count >= _settings.BirthdaySockets)
        {
            Release(socket);
        }
        else if (socket is { } opened)
        {
            _sockets.Add(opened);
            Probe(opened, _target, _settings.LowTtl);
            OpenMoreOrRest(now);
        }
        else
        {
            Rest(now);
        }
    }

    private void OpenMoreOrRest(Instant now)
    {
        if (_sockets.Count < _settings.BirthdaySockets) OpenSocket();
        else Rest(now);
    }

    private void Rest(Instant now) => NextDeadline = now + _settings.BirthdayPause;

    private void Stop(Instant now)
    {
        NextDeadline = Instant.Never;
        if (_holdsGate)
        {
            if (IsPunching) _gate.Exit(now);
            else _gate.Leave();
        }

        (IsPunching, IsReopening, _holdsGate) = (false, false, false);
    }
}
