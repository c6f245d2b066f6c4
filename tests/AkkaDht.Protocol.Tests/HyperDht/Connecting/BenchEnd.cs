using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>
/// One machine with everything that its actor would have for it: sockets, requests that are repeated, and a stream that sends a packet
/// now and then once it is connected.
/// </summary>
internal sealed class BenchEnd(PeerBench bench, string name, PeerLink link, BenchNat nat, PeerAddress local, SocketRole requestSocket, StreamId localId)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly Dictionary<long, Asking> _asking = [];
    private readonly HashSet<SocketRole> _open = [];
    private Instant _lastHeard;
    private Instant _wakeAt = Instant.Never;
    private bool _hasChanged;

    public PeerLink Link => link;

    public Ledger Books { get; } = new(name);

    public BenchNat Nat => nat;

    public PeerAddress Local => local;

    public SocketRole RequestSocket => requestSocket;

    public StreamId LocalId => localId;

    public Dictionary<long, Action<PeerAction>> Requests { get; } = [];

    /// <summary>Where the stream's packets go; null before it is connected.</summary>
    public (SocketRole Socket, PeerAddress To, StreamId RemoteId)? Path { get; private set; }

    /// <summary>Packets of the stream that arrived, by any path.</summary>
    public int Received { get; private set; }

    /// <summary>Whether the last packet came from where ours go.</summary>
    public bool HearsItsPath { get; private set; }

    public bool IsStreamClosed { get; private set; }

    public List<PeerAction> Done { get; } = [];

    public int Turns { get; private set; }

    /// <summary>Called after each input; a test may end the machine then.</summary>
    public Action<BenchEnd>? AfterTurn { get; set; }

    public void Turn(Action<Instant> input)
    {
        Turns++;
        input(bench.Now);
        Drain();
        AfterTurn?.Invoke(this);
    }

    public void Abort(ConnectError? reason = null)
    {
        link.Abort(bench.Now, reason);
        Drain();
    }

    public void CloseStream()
    {
        if (IsStreamClosed) return;

        IsStreamClosed = true;
        Path = null;
        Turn(link.HandleStreamClosed);
    }

    /// <summary>A probe arrived.</summary>
    public void Probed(SocketRole socket, PeerAddress from)
    {
        if (_open.Contains(socket)) Turn(now => link.HandleProbe(now, socket, from));
    }

    /// <summary>A packet for the stream arrived.</summary>
    public void Packet(SocketRole socket, PeerAddress from)
    {
        if (IsStreamClosed) return;

        _lastHeard = bench.Now;
        if (!IsOn(socket, from)) Turn(now => link.HandleKnock(now, socket, from));
        if (Path is null) return;

        Received++;
        HearsItsPath = IsOn(socket, from);
        if (_hasChanged && HearsItsPath) Turn(link.HandleDirectPacket);
    }

    private bool IsOn(SocketRole socket, PeerAddress from) => Path is { } path && path.Socket == socket && path.To == from;

    private void Drain()
    {
        while (link.TryTakeAction(out var action))
        {
            Done.Add(action);
            Books.Take(action);
            Act(action);
        }

        Assert.Equal(link.IsOver, Books.IsFinished);
        if (link.NextDeadline == _wakeAt) return;

        _wakeAt = link.NextDeadline;
        if (_wakeAt != Instant.Never) bench.At(_wakeAt, WakeUp);
    }

    private void WakeUp()
    {
        if (bench.Now < _wakeAt) return;

        _wakeAt = Instant.Never;
        Turn(link.HandleTimeout);
    }

    private void Act(PeerAction action)
    {
        switch (action)
        {
            case PeerAction.Ask ask: Ask(ask); break;
            case PeerAction.CancelAsks: Cancel(); break;
            case PeerAction.FindPeer: bench.Find(this); break;
            case PeerAction.OpenSocket: bench.After(bench.Lag(), GiveSocket); break;
            case PeerAction.Probe probe: bench.Send(this, probe.Socket, probe.To, (end, socket, from) => end.Probed(socket, from), isShort: probe.Ttl < 10); break;
            case PeerAction.Connect connect: Connect(connect); break;
            case PeerAction.ChangePath change: Change(change); break;
            case PeerAction.DialRelay dial: bench.Relay.Dial(this, dial); break;
            case PeerAction.HangUpRelay: bench.Relay.HangUp(this); break;
            case PeerAction.AnswerHandshake answer: Requests[answer.Request](answer); break;
            case PeerAction.AnswerHolepunch answer: Requests[answer.Request](answer); break;
            case PeerAction.Failed: IsStreamClosed = true; break;
        }
    }

    private void GiveSocket()
    {
        var socket = bench.NewSocket();
        if (socket is { } opened) _open.Add(opened);
        Books.Opened(socket);
        Turn(now => link.HandleSocket(now, socket, bench.RecentNodes));
    }

    private void Connect(PeerAction.Connect connect)
    {
        Path = (connect.Socket, connect.To, connect.RemoteId);
        _lastHeard = bench.Now;
        SendOn(count: 0);
    }

    // What was sent the old way is taken to be acknowledged after two more trips.
    private void Change(PeerAction.ChangePath change)
    {
        Path = (change.Socket, change.To, change.RemoteId);
        bench.After(bench.Lag() + bench.Lag(), () =>
        {
            if (IsStreamClosed) return;

            _hasChanged = true;
            Turn(link.HandlePathChanged);
        });
    }

    private void SendOn(int count)
    {
        if (Path is not { } path) return;

        if (bench.Now - _lastHeard > Silence)
        {
            CloseStream();
            return;
        }

        bench.SendPacket(this, path.Socket, path.To, path.RemoteId);
        bench.After(TimeSpan.FromMilliseconds(count < 20 ? 200 : 2000), () => SendOn(count + 1));
    }

    private void Ask(PeerAction.Ask ask)
    {
        var asking = new Asking(ask);
        _asking[ask.Tag] = asking;
        Transmit(asking, left: 1 + ask.Spec.Retries);
    }

    private void Transmit(Asking asking, int left)
    {
        if (asking.IsOver) return;

        if (left == 0)
        {
            End(asking, null);
            return;
        }

        bench.Request(this, asking.Ask.Spec, reply => End(asking, reply));
        bench.After(TimeSpan.FromSeconds(1), () => Transmit(asking, left - 1));
    }

    private void End(Asking asking, Reply? reply)
    {
        if (asking.IsOver) return;

        asking.IsOver = true;
        _asking.Remove(asking.Ask.Tag);
        Books.Answered(asking.Ask.Tag);
        Turn(now => link.HandleReply(now, asking.Ask.Tag, reply));
    }

    private void Cancel()
    {
        foreach (var asking in _asking.Values.ToArray()) bench.After(TimeSpan.Zero, () => End(asking, null));
    }

    private sealed class Asking(PeerAction.Ask ask)
    {
        public PeerAction.Ask Ask => ask;

        public bool IsOver { get; set; }
    }
}
