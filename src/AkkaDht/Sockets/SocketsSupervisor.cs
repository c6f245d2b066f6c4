using Akka.Actor;
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
    private readonly Dictionary<IActorRef, SocketRole> _sockets = [];
    private PeerAddress? _server;
    private PeerAddress? _client;
    private int _unbound;
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
            case Ready ready: TellWhereToBind(Sender, ready.Role); break;
            case Bound bound: Bound(bound); break;
            case BindFailed failed: BindFailed(failed); break;
            case Retry retry: TellWhereToBind(retry.Socket, retry.Role); break;
            case Terminated terminated: Terminated(terminated.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Open()
    {
        if (_sockets.Count > 0) return;

        _unbound = 2;
        Create(SocketRole.Server, "udp-0", serverCounters);
        Create(SocketRole.Client, "udp-1", clientCounters);
    }

    private void Create(SocketRole role, string name, SocketCounters counters)
    {
        var props = Props.Create(() => new UdpSocketActor(role, settings, factory, counters, receiver));
        _sockets.Add(Context.Watch(Context.ActorOf(props, name)), role);
    }

    private void Close()
    {
        Timers.CancelAll();
        foreach (var socket in _sockets.Keys) Context.Stop(socket);
        if (_sockets.Count == 0) Context.Parent.Tell(Closed.Instance);
    }

    private void TellWhereToBind(IActorRef socket, SocketRole role)
    {
        IEnumerable<ushort> ports = role == SocketRole.Server
            ? PreviousThen(_server, settings.CandidatePorts())
            : PreviousThen(_client, [0]);
        socket.Tell(new Bind([.. ports]));
    }

    private static IEnumerable<ushort> PreviousThen(PeerAddress? previous, IEnumerable<ushort> others) =>
        previous is { } address ? others.Prepend(address.Port) : others;

    private void Bound(Bound bound)
    {
        if (bound.Role == SocketRole.Server) _server = bound.Local;
        else _client = bound.Local;

        if (_unbound > 0) _unbound--;
        if (_unbound > 0) return;

        _hasOpened = true;
        Context.Parent.Tell(new Opened(_server!.Value, _client!.Value));
    }

    // The first time, the user learns of it; later the ports are taken by somebody else for a while.
    private void BindFailed(BindFailed failed)
    {
        if (_hasOpened) Timers.StartSingleTimer(failed.Role, new Retry(Sender, failed.Role), settings.RebindDelay);
        else Context.Parent.Tell(new OpenFailed($"The {failed.Role} socket could not be bound: {failed.Reason}"));
    }

    private void Terminated(IActorRef socket)
    {
        _sockets.Remove(socket);
        if (_sockets.Count == 0) Context.Parent.Tell(Closed.Instance);
    }

    private sealed record Retry(IActorRef Socket, SocketRole Role);
}
