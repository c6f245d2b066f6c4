namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <content>What is asked about our NAT, and the other sockets that are tried when the answers are bad (03-hyperdht.md §10).</content>
public sealed partial class Puncher
{
    private readonly HashSet<PeerAddress> _asked = [];
    private IReadOnlyList<PeerAddress> _recentNodes = [];
    private int _awaitedPongs;
    private bool _isSecondPass;
    private int _reopens;

    /// <summary>Whether as much is known about our NAT as there will be, unless other sockets are tried (<see cref="Reopen"/>).</summary>
    public bool IsAnalyzed { get; private set; }

    /// <summary>Whether other sockets are being tried.</summary>
    public bool IsReopening { get; private set; }

    /// <summary>Whether the two NATs, as far as they are known, leave no way to punch: ours is unknown, or both are random.</summary>
    public bool IsUnstable => Nat.Firewall == FirewallKind.Unknown || (Nat.Firewall >= FirewallKind.Random && RemoteFirewall >= FirewallKind.Random);

    /// <summary>The node <paramref name="from"/> answered a ping on <paramref name="socket"/>, and sees us at <paramref name="to"/>.</summary>
    public void HandlePong(Instant now, SocketRole socket, PeerAddress from, PeerAddress to)
    {
        if (IsDone || socket != Socket) return;

        HandleSample(to, from);
        if (socket == Socket) EndPing();
    }

    /// <summary>A node did not answer a ping.</summary>
    public void HandlePingFailed(Instant now, SocketRole socket, PeerAddress to)
    {
        if (!IsDone && socket == Socket) EndPing();
    }

    /// <summary>Traffic of this punch through <see cref="Socket"/> shows that <paramref name="from"/> sees us at <paramref name="to"/>.</summary>
    public void HandleSample(PeerAddress to, PeerAddress from)
    {
        if (IsDone || !Nat.Add(to, from)) return;

        _asked.Add(from);
        if (Nat.Firewall is FirewallKind.Consistent or FirewallKind.Open || Nat.Sampled >= _settings.WantedSamples) EndAnalysis();
    }

    /// <summary>
    /// Tries other sockets while <see cref="IsUnstable"/>, once in the life of a punch: <see cref="IsAnalyzed"/> is false until
    /// the last of them is analyzed. Where there is nothing to try it stays as it is.
    /// </summary>
    public void Reopen(Instant now)
    {
        if (IsDone || IsPunching || IsReopening || !IsAnalyzed || _reopens > 0 || !IsUnstable || _settings.MaxReopens == 0) return;

        IsReopening = true;
        OpenAnother();
    }

    private void Analyze(IReadOnlyList<PeerAddress> recentNodes)
    {
        _recentNodes = recentNodes;
        _isSecondPass = false;
        _awaitedPongs = 0;
        _asked.Clear();
        PingSome();
    }

    // Whoever has been asked in the first pass, or has spoken unasked, is not asked again.
    private void PingSome()
    {
        var socket = _sockets[0];
        var end = Math.Min(_recentNodes.Count, _settings.MaxRecentNodes);
        for (var i = _recentNodes.Count >= _settings.ManyNodes ? _settings.SkippedNodes : 0; i < end; i++)
        {
            if (Nat.Sampled + _awaitedPongs >= _settings.WantedSamples) break;
            if (!_asked.Add(_recentNodes[i])) continue;

            _awaitedPongs++;
            _stats.Pings++;
            _actions.Enqueue(new PuncherAction.Ping(socket, _recentNodes[i]));
        }

        if (_awaitedPongs == 0) EndPass();
    }

    private void EndPing()
    {
        if (_awaitedPongs > 0 && --_awaitedPongs == 0) EndPass();
    }

    private void EndPass()
    {
        if (IsAnalyzed || _isOpening) return;

        if (_isSecondPass)
        {
            EndAnalysis();
            return;
        }

        _isSecondPass = true;
        PingSome();
    }

    private void EndAnalysis()
    {
        if (IsAnalyzed || _isOpening) return;

        if (IsReopening && IsUnstable && !IsPunching && _reopens < _settings.MaxReopens) OpenAnother();
        else FinishAnalysis();
    }

    private void FinishAnalysis()
    {
        (IsAnalyzed, IsReopening) = (true, false);
        _actions.Enqueue(new PuncherAction.Analyzed());
    }

    private void OpenAnother()
    {
        IsAnalyzed = false;
        _reopens++;
        OpenSocket();
    }

    // Without another socket we stay with the one that there is.
    private void Replace(SocketRole? socket, IReadOnlyList<PeerAddress> recentNodes)
    {
        if (socket is not { } opened)
        {
            FinishAnalysis();
            return;
        }

        _ownHost = Nat.Host ?? _ownHost;
        Release(_sockets[0]);
        _sockets[0] = opened;
        Nat = new NatAnalysis(_isFirewalled);
        Analyze(recentNodes);
    }
}
