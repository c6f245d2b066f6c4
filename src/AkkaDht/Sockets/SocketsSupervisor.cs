using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Sockets;

/// <summary>
/// The two sockets of a node: <c>udp-0</c> is the server socket, <c>udp-1</c> the client socket. Remembers their ports, so that
/// a socket which is bound again, after a failure or a suspension, comes back where peers know it.
/// </summary>
internal sealed class SocketsSupervisor(
    SocketSettings settings, IDatagramSocketFactory factory, SocketCounters serverCounters, SocketCounters clientCounters, IActorRef receiver)
    : UntypedActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, SocketRole> _sockets = [];
    private readonly HashSet<SocketRole> _bound = [];
    private PeerAddress? _server;
    private PeerAddress? _client;
    private bool _isOpen;
    private bool _hasOpened;

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
            case Retry retry: TellWhereToBind(retry.Socket, retry.Role); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            case Inheritance inherited: Inherit(inherited); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The next incarnation opens the sockets again, where they were.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        Self.Tell(new Inheritance(_server, _client, _isOpen, _hasOpened));
        base.PreRestart(reason, message);
    }

    private void Inherit(Inheritance inherited)
    {
        (_server, _client, _hasOpened) = (inherited.Server, inherited.Client, inherited.HasOpened);
        if (inherited.IsOpen) Open();
    }

    private void Open()
    {
        if (_isOpen) return;

        _isOpen = true;
        Create(SocketRole.Server);
        Create(SocketRole.Client);
    }

    private void Create(SocketRole role)
    {
        var (name, counters) = role == SocketRole.Server ? ("udp-0", serverCounters) : ("udp-1", clientCounters);
        var props = Props.Create(() => new UdpSocketActor(role, settings, factory, counters, receiver));
        _bound.Remove(role);
        _sockets.Add(Context.Watch(Context.ActorOf(props, name)), role);
    }

    private void Close()
    {
        _isOpen = false;
        Timers.CancelAll();
        foreach (var socket in _sockets.Keys) Context.Stop(socket);
        if (_sockets.Count == 0) Context.Parent.Tell(Closed.Instance);
    }

    private void Ready(SocketRole role)
    {
        _bound.Remove(role);
        TellWhereToBind(Sender, role);
    }

    private void TellWhereToBind(IActorRef socket, SocketRole role)
    {
        IEnumerable<ushort> ports = role == SocketRole.Server
            ? PreviousThen(_server, settings.CandidatePorts())
            : PreviousThen(_client, [0]);
        socket.Tell(new Bind([.. ports.Distinct()]));
    }

    private static IEnumerable<ushort> PreviousThen(PeerAddress? previous, IEnumerable<ushort> others) =>
        previous is { } address ? others.Prepend(address.Port) : others;

    private void Bound(Bound bound)
    {
        if (bound.Role == SocketRole.Server) _server = bound.Local;
        else _client = bound.Local;

        _bound.Add(bound.Role);
        if (_bound.Count < 2 || !_isOpen) return;

        _hasOpened = true;
        Context.Parent.Tell(new Opened(_server!.Value, _client!.Value));
    }

    // The first time, the user learns of it; later the ports are taken by somebody else for a while.
    private void BindFailed(BindFailed failed)
    {
        var reason = $"The {failed.Role} socket could not be bound: {failed.Reason}";
        if (!_hasOpened)
        {
            Context.Parent.Tell(new OpenFailed(reason));
            return;
        }

        _log.Warning("{0}; it is tried again in {1}", reason, settings.RebindDelay);
        Timers.StartSingleTimer(failed.Role, new Retry(Sender, failed.Role), settings.RebindDelay);
    }

    // A socket that somebody stopped while the node is open is one that was torn: it comes back.
    private void Terminated(IActorRef socket)
    {
        if (!_sockets.Remove(socket, out var role)) return;

        if (_isOpen) Create(role);
        else if (_sockets.Count == 0) Context.Parent.Tell(Closed.Instance);
    }

    /// <summary>It is time to try again to bind a socket whose ports were all taken.</summary>
    private sealed record Retry(IActorRef Socket, SocketRole Role);

    /// <summary>What a restarted supervisor takes over from the one that failed.</summary>
    private sealed record Inheritance(PeerAddress? Server, PeerAddress? Client, bool IsOpen, bool HasOpened);
}
