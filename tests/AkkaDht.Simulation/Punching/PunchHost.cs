using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Simulation.Punching;

/// <summary>
/// A host with one side of a hole punch: gives its machine sockets, asks reporters, sends probes. Once the initiator's side
/// says that it is connected, packets go to and fro on that path; only when both have one is the host <see cref="IsThrough"/>.
/// </summary>
public sealed class PunchHost : SimHost
{
    private const ushort FirstPort = 10_000;
    private const byte Packet = 9;
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PacketInterval = TimeSpan.FromMilliseconds(250);

    private readonly SimNetwork _network;
    private readonly uint _host;
    private readonly bool _isInitiator;
    private readonly IReadOnlyList<PeerAddress> _reporters;
    private readonly HashSet<(SocketRole Socket, PeerAddress To)> _asked = [];
    private readonly HashSet<SocketRole> _open = [];
    private int _lastSocket = SocketRole.FirstPooled;
    private Action? _onAnalyzed;

    /// <summary>A host at <paramref name="host"/> that asks <paramref name="reporters"/> for its address.</summary>
    public PunchHost(SimNetwork network, uint host, Puncher puncher, bool isInitiator, IReadOnlyList<PeerAddress> reporters)
    {
        (_network, _host, Puncher, _isInitiator, _reporters) = (network, host, puncher, isInitiator, reporters);
    }

    /// <summary>The machine.</summary>
    public Puncher Puncher { get; }

    /// <summary>Sockets that the machine has not given back.</summary>
    public int OpenSockets => _open.Count;

    /// <summary>The most that it had at a time.</summary>
    public int MostSockets { get; private set; }

    /// <summary>Whether the machine has given up by itself.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Whether a packet of the other side has arrived on the path that was found.</summary>
    public bool IsThrough { get; private set; }

    /// <inheritdoc/>
    public override Instant NextDeadline => Puncher.NextDeadline;

    /// <summary>Lets the machine do something and takes everything that comes of it.</summary>
    public void Turn(Action<Instant, Puncher> input)
    {
        input(_network.Now, Puncher);
        Drain();
        _network.Touch(this);
    }

    /// <summary>Does <paramref name="then"/> as soon as the machine's NAT is analyzed.</summary>
    public void WhenAnalyzed(Action then)
    {
        if (Puncher.IsAnalyzed) then();
        else _onAnalyzed = then;
    }

    /// <summary>Sends a letter through the socket of the punch.</summary>
    public void Write(PeerAddress relay, byte letter) => _network.Send(AddressOf(Puncher.Socket!.Value), relay, [SimReporter.Letter, letter]);

    /// <inheritdoc/>
    public override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram)
    {
        var socket = new SocketRole(to.Port - FirstPort);
        if (datagram.Length == 1) Puncher.HandleProbe(now, socket, from);
        else if (datagram.Span[0] == SimReporter.Report) HandleReport(now, socket, from, PeerAddress.Read(datagram.Span[1..]));
        else if (datagram.Span[0] == Packet) HandlePacket(now, socket, from);
        Drain();
    }

    /// <inheritdoc/>
    public override void HandleTimeout(Instant now)
    {
        Puncher.HandleTimeout(now);
        Drain();
    }

    private PeerAddress AddressOf(SocketRole socket) => new(_host, (ushort)(FirstPort + socket.Number));

    private void HandleReport(Instant now, SocketRole socket, PeerAddress from, PeerAddress seen)
    {
        if (_asked.Remove((socket, from))) Puncher.HandlePong(now, socket, from, seen);
    }

    // As the stream of a connection: the first packet tells the side that was asked where the other one is.
    private void HandlePacket(Instant now, SocketRole socket, PeerAddress from)
    {
        if (!_isInitiator) _network.Send(AddressOf(socket), from, [Packet, Packet]);
        if (IsThrough) return;

        IsThrough = true;
        Puncher.Destroy(now);
    }

    private void Drain()
    {
        while (Puncher.TryTakeAction(out var action)) Do(action);
    }

    private void Do(PuncherAction action)
    {
        switch (action)
        {
            case PuncherAction.OpenSocket: _network.At(_network.Now, Open); break;
            case PuncherAction.ReleaseSocket release: Close(release.Socket); break;
            case PuncherAction.Ping ping: Ask(ping.Socket, ping.To); break;
            case PuncherAction.Probe probe: _network.Send(AddressOf(probe.Socket), probe.To, [0], probe.Ttl); break;
            case PuncherAction.Connected connected: SendPackets(AddressOf(connected.Socket), connected.From); break;
            case PuncherAction.Aborted: IsAborted = true; break;
            case PuncherAction.Analyzed: _network.At(_network.Now, TellAnalyzed); break;
        }
    }

    private void Open()
    {
        var socket = new SocketRole(_lastSocket++);
        _open.Add(socket);
        MostSockets = Math.Max(MostSockets, OpenSockets);
        _network.Attach(AddressOf(socket), this);
        Turn((now, puncher) => puncher.HandleSocket(now, socket, _reporters));
    }

    private void Close(SocketRole socket)
    {
        Invariant.That(_open.Remove(socket), "a socket is given back once");
        if (!Puncher.IsConnected && !IsThrough) _network.Detach(AddressOf(socket));
    }

    private void Ask(SocketRole socket, PeerAddress to)
    {
        _asked.Add((socket, to));
        _network.Send(AddressOf(socket), to, [SimReporter.Question, 0]);
        _network.At(_network.Now + PingTimeout, () =>
        {
            if (_asked.Remove((socket, to))) Turn((now, puncher) => puncher.HandlePingFailed(now, socket, to));
        });
    }

    private void SendPackets(PeerAddress own, PeerAddress to)
    {
        if (IsThrough) return;

        _network.Send(own, to, [Packet, Packet]);
        _network.At(_network.Now + PacketInterval, () => SendPackets(own, to));
    }

    private void TellAnalyzed()
    {
        var then = _onAnalyzed;
        _onAnalyzed = null;
        if (!Puncher.IsOver) then?.Invoke();
    }
}
