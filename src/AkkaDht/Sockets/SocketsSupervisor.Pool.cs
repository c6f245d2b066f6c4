using Akka.Actor;
using AkkaDht.Protocol;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Sockets;

/// <summary>
/// The pool: sockets of hole punches, which the connections that come of them go on using. Each closes when its last holder
/// has given it back or stopped (03-hyperdht.md §11, §16).
/// </summary>
internal sealed partial class SocketsSupervisor
{
    private readonly Dictionary<SocketRole, Pooled> _pool = [];
    private readonly Dictionary<IActorRef, HashSet<SocketRole>> _held = [];

    private void OpenPooled()
    {
        if (!_memory.IsOpen || _pool.Count >= _settings.MaxPooled)
        {
            parts.PoolCounters.CountRefused();
            Sender.Tell(new PooledRefused(_memory.IsOpen ? $"{_settings.MaxPooled} sockets are open already" : "the node is suspended"));
            return;
        }

        var role = new SocketRole(++_memory.LastPooled);
        var desk = new ProbeDesk(role, Sender, _settings.MaxWaitingProbes, parts.PoolCounters);
        var props = Props.Create(() => new UdpSocketActor(role, parts, desk));
        var socket = Context.Watch(Context.ActorOf(props, $"udp-{role.Number}"));
        _pool.Add(role, new Pooled(socket, Sender));
        parts.SocketRefs[role] = socket;
        parts.PoolCounters.CountOpened();
        Hold(role);
    }

    private void PooledReady(SocketRole role)
    {
        if (!_pool.TryGetValue(role, out var pooled)) return;

        // The mapping of a NAT belongs to the port: a torn socket is of use only where it was.
        if (++pooled.Starts > StartsInARow) Context.Stop(pooled.Socket);
        else pooled.Socket.Tell(new Bind([pooled.Local?.Port ?? 0]));
    }

    private void PooledBound(Bound bound)
    {
        if (!_pool.TryGetValue(bound.Role, out var pooled)) return;

        if (pooled.Local is null) pooled.Opener.Tell(new PooledOpened(bound.Role, bound.Local));
        pooled.Local = bound.Local;
    }

    private void PooledFailed(BindFailed failed)
    {
        if (!_pool.TryGetValue(failed.Role, out var pooled)) return;

        if (pooled.Local is null)
        {
            parts.PoolCounters.CountRefused();
            pooled.Opener.Tell(new PooledRefused(failed.Reason));
        }

        Context.Stop(pooled.Socket);
    }

    private void Hold(SocketRole role)
    {
        if (!_pool.TryGetValue(role, out var pooled) || !pooled.Holders.Add(Sender)) return;

        Timers.Cancel(role);
        if (!_held.TryGetValue(Sender, out var roles)) _held.Add(Context.Watch(Sender), roles = []);
        roles.Add(role);
    }

    private void Release(Release release)
    {
        if (!_held.TryGetValue(Sender, out var roles) || !roles.Remove(release.Role)) return;

        if (roles.Count == 0)
        {
            _held.Remove(Sender);
            Context.Unwatch(Sender);
        }

        GiveBack(release.Role, Sender, release.Lingers);
    }

    private void GiveBack(SocketRole role, IActorRef holder, bool lingers)
    {
        if (!_pool.TryGetValue(role, out var pooled)) return;

        pooled.Holders.Remove(holder);
        pooled.Lingers |= lingers;
        if (pooled.Holders.Count > 0) return;

        if (pooled.Lingers) Timers.StartSingleTimer(role, new Linger(role), _settings.Linger);
        else CloseIfUnheld(role);
    }

    // What it was told to send before leaves first.
    private void CloseIfUnheld(SocketRole role)
    {
        if (_pool.TryGetValue(role, out var pooled) && pooled.Holders.Count == 0) pooled.Socket.Tell(PoisonPill.Instance);
    }

    private void PooledTerminated(IActorRef actor)
    {
        if (_held.Remove(actor, out var roles))
        {
            foreach (var role in roles) GiveBack(role, actor, lingers: false);
            return;
        }

        foreach (var (role, pooled) in _pool)
        {
            if (!pooled.Socket.Equals(actor)) continue;

            Forget(role, pooled);
            break;
        }

        TellWhenAllClosed();
    }

    private void Forget(SocketRole role, Pooled pooled)
    {
        foreach (var holder in pooled.Holders)
        {
            if (!_held.TryGetValue(holder, out var roles) || !roles.Remove(role) || roles.Count > 0) continue;

            _held.Remove(holder);
            Context.Unwatch(holder);
        }

        Timers.Cancel(role);
        _pool.Remove(role);
        parts.SocketRefs[role] = ActorRefs.Nobody;
        parts.PoolCounters.CountClosed();
    }

    private void ForgetPool()
    {
        foreach (var (role, pooled) in _pool.ToArray()) Forget(role, pooled);
    }

    /// <summary>A reusable socket has waited long enough for somebody to use it again.</summary>
    private sealed record Linger(SocketRole Role);

    private sealed class Pooled(IActorRef socket, IActorRef opener)
    {
        public IActorRef Socket => socket;

        public IActorRef Opener => opener;

        public HashSet<IActorRef> Holders { get; } = [];

        public PeerAddress? Local { get; set; }

        public bool Lingers { get; set; }

        public int Starts { get; set; }
    }
}
