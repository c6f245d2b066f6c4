namespace AkkaDht.Protocol.DhtRpc;

/// <summary>Sleep and suspension: what a node believes about its network is worth little afterwards (B13).</summary>
public sealed partial class NodeLifecycle
{
    private bool _isResuming;

    /// <summary>All input and output stops; the sockets are being closed.</summary>
    public void HandleSuspend()
    {
        if (IsSuspended) return;

        IsSuspended = true;
        _isResuming = false;
    }

    /// <summary>The sockets are closed.</summary>
    public void HandleClosed()
    {
        if (IsSuspended) Raise(LifecycleEvent.Suspended);
    }

    /// <summary>The node goes on; <see cref="HandleBound"/> follows when the sockets are there again.</summary>
    public void HandleResume(Instant now)
    {
        if (!IsSuspended) return;

        IsSuspended = false;
        _isResuming = true;
        _lastTick = now;
        WakeUp();
    }

    private void WakeUp()
    {
        // Everything appears old, and the pings begin two ticks from now, when the network had time to wake up as well.
        _tick += MoreStableTicks;
        _tick += 8 - (_tick & 7) - 2;
        _stableIn = MoreStableTicks;
        _refreshIn = 1;
        _lastCheckedHost = null;
        UpdateHealth(_health.Reset);

        if (_isAdaptive && !_identity.IsEphemeral)
        {
            Change(_identity with { IsEphemeral = true });
            Raise(LifecycleEvent.BecameEphemeral);
        }

        Raise(LifecycleEvent.WokeUp);
    }
}
