using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;
using AkkaDht.Supervision;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Sockets;

/// <summary>
/// The sockets of a node: <c>udp-0</c> is the server socket, <c>udp-1</c> the client socket, further ones are those of hole
/// punches. Remembers the ports of the two, so that a socket which is bound again, after a failure or a suspension, comes back
/// where peers know it.
/// </summary>
internal sealed partial class SocketsSupervisor(NodeParts parts) : UntypedActor, IWithTimers
{
    /// <summary>A socket that was started so often within <see cref="SocketSettings.RebindDelay"/> waits that long before it is bound again.</summary>
    private const int StartsInARow = 3;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SocketSettings _settings = parts.Settings.Sockets;
    private readonly SocketsMemory _memory = parts.SocketsMemory;
    private readonly Dictionary<IActorRef, SocketRole> _sockets = [];
    private readonly HashSet<SocketRole> _bound = [];
    private readonly int[] _starts = new int[2];

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // A torn socket is rebound; queries in flight simply time out and are asked again.
        new OneForOneStrategy(_ => Directive.Restart);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Open _: Open(); break;
            case Close _: Close(); break;
            case Ready ready: Ready(ready.Role); break;
            case Bound bound: Bound(bound); break;
            case BindFailed failed: BindFailed(failed); break;
            case OpenPooled _: OpenPooled(); break;
            case Hold hold: Hold(hold.Role); break;
            case Release release: Release(release); break;
            case Linger linger: CloseIfUnheld(linger.Role); break;
            case Retry retry: TellWhereToBind(retry.Socket, retry.Role); break;
            case Settled settled: _starts[settled.Role.Number] = 0; break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    // Sockets of the pool end with it: whoever punched or spoke through them gives up in time.
    protected override void PostStop() => ForgetPool();

    /// <summary>A supervisor that has failed took its sockets along: they are opened again, where they were.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        if (_memory.IsOpen) CreateBoth();
    }

    private void Open()
    {
        if (_memory.IsOpen) return;

        _memory.IsOpen = true;
        CreateBoth();
    }

    private void CreateBoth()
    {
        Array.Clear(_starts);
        Create(SocketRole.Server);
        Create(SocketRole.Client);
    }

    private void Create(SocketRole role)
    {
        var props = Props.Create(() => new UdpSocketActor(role, parts));
        var socket = Context.Watch(Context.ActorOf(props, role == SocketRole.Server ? "udp-0" : "udp-1"));
        _bound.Remove(role);
        _sockets.Add(socket, role);
        parts.SocketRefs[role] = socket;
    }

    private void Close()
    {
        _memory.IsOpen = false;
        Timers.CancelAll();

        // What they were told to send before leaves first.
        foreach (var socket in Context.GetChildren()) socket.Tell(PoisonPill.Instance);
        TellWhenAllClosed();
    }

    private void TellWhenAllClosed()
    {
        if (!_memory.IsOpen && _sockets.Count == 0 && _pool.Count == 0) Context.Parent.Tell(Closed.Instance);
    }

    // A socket that fails as soon as it is bound would otherwise keep the node busy with nothing else.
    private void Ready(SocketRole role)
    {
        if (role.IsPooled)
        {
            PooledReady(role);
            return;
        }

        _bound.Remove(role);
        if (++_starts[role.Number] <= StartsInARow) TellWhereToBind(Sender, role);
        else Timers.StartSingleTimer(role, new Retry(Sender, role), _settings.RebindDelay);
    }

    private void TellWhereToBind(IActorRef socket, SocketRole role)
    {
        IEnumerable<ushort> ports = role == SocketRole.Server
            ? PreviousThen(_memory.Server, _settings.CandidatePorts())
            : PreviousThen(_memory.Client, [0]);
        socket.Tell(new Bind([.. ports.Distinct()]));
    }

    private static IEnumerable<ushort> PreviousThen(PeerAddress? previous, IEnumerable<ushort> others) =>
        previous is { } address ? others.Prepend(address.Port) : others;

    private void Bound(Bound bound)
    {
        if (bound.Role.IsPooled)
        {
            PooledBound(bound);
            return;
        }

        if (bound.Role == SocketRole.Server) _memory.Server = bound.Local;
        else _memory.Client = bound.Local;

        Timers.StartSingleTimer((bound.Role, nameof(Settled)), new Settled(bound.Role), _settings.RebindDelay);
        _bound.Add(bound.Role);
        if (_bound.Count < 2 || !_memory.IsOpen) return;

        _memory.HasOpened = true;
        Context.Parent.Tell(new Opened(_memory.Server!.Value, _memory.Client!.Value));
    }

    // The first time, the user learns of it; later the ports are taken by somebody else for a while.
    private void BindFailed(BindFailed failed)
    {
        if (failed.Role.IsPooled)
        {
            PooledFailed(failed);
            return;
        }

        var reason = $"The {failed.Role} socket could not be bound: {failed.Reason}";
        if (!_memory.HasOpened)
        {
            Context.Parent.Tell(new OpenFailed(reason));
            return;
        }

        _log.Warning("{0}; it is tried again in {1}", reason, _settings.RebindDelay);
        Timers.StartSingleTimer(failed.Role, new Retry(Sender, failed.Role), _settings.RebindDelay);
    }

    // A socket that somebody stopped while the node is open is one that was torn: it comes back.
    private void Terminated(IActorRef actor)
    {
        if (_sockets.Remove(actor, out var role)) SocketTerminated(role);
        else PooledTerminated(actor);
    }

    private void SocketTerminated(SocketRole role)
    {
        parts.SocketRefs[role] = ActorRefs.Nobody;
        if (_memory.IsOpen) Create(role);
        else TellWhenAllClosed();
    }

    /// <summary>It is time to try again to bind a socket whose ports were all taken.</summary>
    private sealed record Retry(IActorRef Socket, SocketRole Role);

    /// <summary>A socket has been bound for a while without failing.</summary>
    private sealed record Settled(SocketRole Role);
}
