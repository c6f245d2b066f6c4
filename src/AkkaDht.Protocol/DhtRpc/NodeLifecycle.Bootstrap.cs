using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>The way from the first socket to a node that others can rely on: bootstrap rounds, firewall check, persistence (B8, B12).</summary>
public sealed partial class NodeLifecycle
{
    private const int FirewallNodes = 5;

    private int _round;
    private bool _isFirstReplyUsed;
    private bool _isQuickTestPassed;
    private PendingUpdate? _update;

    private bool IsForcedPersistent => _settings.IsEphemeral == false;

    /// <summary>
    /// Ends the bootstrap query: a successful look at the network state earns a second round, in which the node shows what it has become.
    /// </summary>
    public void HandleBootstrapQueryEnded()
    {
        if (IsBootstrapped) return;

        var mayUpdate = _round == 1 && (_isQuickTestPassed || IsForcedPersistent);
        if (mayUpdate) BeginUpdate(firewallOnly: !IsForcedPersistent);
        else FinishBootstrap();
    }

    /// <summary>The first node that answers the bootstrap query is asked whether it reaches the server socket.</summary>
    public void HandleBootstrapReply(PeerAddress from)
    {
        var isWanted = _identity.IsFirewalled && _settings.QuickFirewall && !IsForcedPersistent;
        if (!isWanted || _isFirstReplyUsed) return;

        _isFirstReplyUsed = true;
        _outputs.Enqueue(new LifecycleOutput.PingNat(from, _serverPort));
    }

    /// <summary>The node asked by <see cref="LifecycleOutput.PingNat"/> reached the server socket.</summary>
    public void HandleQuickPong() => _isQuickTestPassed = true;

    /// <summary>
    /// What the firewall check brought: how many nodes were asked, and our address as stated by each reply that came in on the server socket.
    /// </summary>
    public void HandleFirewallReplies(int asked, IReadOnlyCollection<PeerAddress> onServerSocket)
    {
        if (_update is not { } update) return;

        _update = null;
        var sampler = new NatSampler();
        foreach (var address in onServerSocket) sampler.Add(address);
        var isOpen = onServerSocket.Count >= (asked >= FirewallNodes ? 3 : 1)
            && sampler.Host is { } host && host == _nat.Host
            && sampler.Port != 0 && sampler.Port == _serverPort;
        FinishUpdate(isOpen && TryOpen(update, sampler));
    }

    private void BeginBootstrap()
    {
        _round++;
        _refreshIn = RefreshTicks;
        _outputs.Enqueue(new LifecycleOutput.StartQuery(_identity.Table.Id, IsBootstrap: true));
    }

    private void FinishBootstrap()
    {
        IsBootstrapped = true;
        Raise(LifecycleEvent.Ready);
    }

    private void CountDownToPersistence()
    {
        if (!_isAdaptive || !_identity.IsEphemeral || --_stableIn > 0) return;

        // The same network was checked before and will not have changed its mind.
        if (_lastCheckedHost == _nat.Host) _stableIn = MoreStableTicks;
        else BeginUpdate(firewallOnly: false);
    }

    private void BeginUpdate(bool firewallOnly)
    {
        var update = new PendingUpdate(firewallOnly, new PeerAddress(_nat.Host ?? 0, _nat.Port));
        if (!firewallOnly)
        {
            _stableIn = MoreStableTicks;
            _lastCheckedHost = _nat.Host;
        }

        var isPossible = _identity.IsEphemeral && (!firewallOnly || _identity.IsFirewalled) && _nat.Host is not null && _nat.Port != 0;
        if (!isPossible)
        {
            FinishUpdate(isChanged: false);
        }
        else if (_identity.IsFirewalled)
        {
            _update = update;
            _outputs.Enqueue(new LifecycleOutput.CheckFirewall(_serverPort));
        }
        else
        {
            FinishUpdate(TryOpen(update, _nat));
        }
    }

    // The server socket was reached: requests leave there from now on, and unless only that was asked, the node becomes persistent.
    private bool TryOpen(PendingUpdate update, NatSampler sampler)
    {
        var isSettled = _identity.IsEphemeral && update.Address == new PeerAddress(_nat.Host ?? 0, _nat.Port)
            && sampler.Host == update.Address.Host && sampler.Port != 0;
        if (!isSettled)
        {
            if (_identity.IsFirewalled) Change(_identity with { IsFirewalled = false });
            return false;
        }

        var id = NodeIdCache.Compute(_crypto, new PeerAddress(update.Address.Host, sampler.Port), _settings.Network);
        var table = id == _identity.Table.Id ? _identity.Table : new RoutingTable(id);
        var isRekeyed = table != _identity.Table;
        Change(new NodeIdentity(table, IsEphemeral: update.FirewallOnly, IsFirewalled: false));
        AdoptSampler(sampler);
        if (isRekeyed && IsBootstrapped) Refresh();
        if (!_identity.IsEphemeral) Raise(LifecycleEvent.BecamePersistent);
        return true;
    }

    private void AdoptSampler(NatSampler sampler)
    {
        if (sampler == _nat) return;

        var before = (_nat.Host, _nat.Port);
        _nat = sampler;
        _outputs.Enqueue(new LifecycleOutput.ResetNatSamples());
        if (before != (_nat.Host, _nat.Port)) Raise(LifecycleEvent.NatUpdated);
    }

    private void FinishUpdate(bool isChanged)
    {
        if (IsBootstrapped) return;
        if (isChanged) BeginBootstrap();
        else FinishBootstrap();
    }

    private sealed record PendingUpdate(bool FirewallOnly, PeerAddress Address);
}
