using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>
/// A client's attempt and a server's session, joined by a few nodes, two NATs and a relay, in virtual time. It delays packets at random,
/// and loses, doubles and falsifies as many as it is told to.
/// </summary>
internal sealed partial class PeerBench
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Random _random;
    private int _lastSocket = SocketRole.FirstPooled;
    private long _order;

    public PeerBench(BenchSetting setting)
    {
        Setting = setting;
        _random = new Random(setting.Seed);
        Relay = new BenchRelay(this) { IsThere = setting.RelayIsThere };
        ServerNat = new BenchNat(setting.ServerNat, PeerAddress.Parse("90.0.0.1:9000"), 20_000);
        Client = NewClient();
    }

    public static readonly StreamId ClientId = new(0x11223344);
    public static readonly StreamId ServerId = new(0x55667788);

    public BenchSetting Setting { get; }

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1_000_000);

    public BenchRelay Relay { get; }

    public BenchNat ServerNat { get; }

    public BenchEnd Client { get; }

    /// <summary>The session, once the client's handshake has reached the server and was let in.</summary>
    public BenchEnd? Server { get; private set; }

    public BenchEnd Session => Server ?? throw new InvalidOperationException("The client never reached the server.");

    /// <summary>Whether both ends hear each other.</summary>
    public bool IsJoined => Client.Received > 0 && Server is { Received: > 0 } && !Client.IsStreamClosed && !Server.IsStreamClosed;

    /// <summary>Whether packets go directly, both ways.</summary>
    public bool IsDirect => IsJoined && Client.HearsItsPath && Session.HearsItsPath && Client.Path!.Value.To != BenchRelay.Address && Session.Path!.Value.To != BenchRelay.Address;

    public IReadOnlyList<PeerAddress> RecentNodes => Setting.KnowsNodes ? Nodes : [];

    public static IReadOnlyList<PeerAddress> Nodes { get; } = [.. Enumerable.Range(1, 12).Select(i => PeerAddress.Parse($"100.0.0.{i}:{1000 + i}"))];

    public void At(Instant instant, Action action) => _events.Enqueue(action, (instant.Ticks, ++_order));

    public void After(TimeSpan span, Action action) => At(Now + span, action);

    public TimeSpan Lag() => TimeSpan.FromMilliseconds(10 + _random.Next(Setting.JitterMillis));

    public SocketRole? NewSocket() => Setting.HasSockets ? new SocketRole(_lastSocket++) : null;

    public PeerBench Start()
    {
        Announce();
        Client.Turn(((ConnectAttempt)Client.Link).HandleStart);
        return this;
    }

    /// <summary>Starts, and lets so much time pass.</summary>
    public PeerBench Run(double seconds = 30)
    {
        Start();
        return RunFor(seconds);
    }

    public PeerBench RunFor(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (_events.TryPeek(out var action, out var due) && due.At <= end.Ticks)
        {
            _events.Dequeue();
            if (due.At > Now.Ticks) Now = new Instant(due.At);
            action();
        }

        Now = end;
        return this;
    }

    /// <summary>Both streams are closed, and what is left runs out: then nothing may be held.</summary>
    public void AssertNothingIsLeft()
    {
        Client.CloseStream();
        Server?.CloseStream();
        RunFor(60);
        Assert.True(Client.Link.IsOver, $"seed {Setting.Seed}: the attempt is not over ({Client.Books})");
        Assert.True(Client.Books.IsEmpty, $"seed {Setting.Seed}: the attempt holds {Client.Books}");
        Assert.True(Relay.IsEmpty, $"seed {Setting.Seed}: somebody is still at the relay");
        Assert.Equal(0, ClientGate.Inside + ServerGate.Inside);
        if (Server is null) return;

        Assert.True(Server.Link.IsOver, $"seed {Setting.Seed}: the session is not over ({Server.Books})");
        Assert.True(Server.Books.IsEmpty, $"seed {Setting.Seed}: the session holds {Server.Books}");
    }

    /// <summary>A datagram from an end to another one, or into the void.</summary>
    public void Send(BenchEnd from, SocketRole socket, PeerAddress to, Action<BenchEnd, SocketRole, PeerAddress> deliver, bool isShort = false)
    {
        var isLocal = to.IsPrivate;
        var seen = isLocal ? from.Local with { Port = (ushort)(from.Local.Port + socket.Number) } : from.Nat.Out(socket, to);
        if (isShort && !isLocal) return;

        Pass(() =>
        {
            foreach (var end in Ends())
            {
                var receiving = SocketRole.Server;
                if (end == from) continue;
                if (isLocal ? Setting.ShareLan && IsAt(end, to, out receiving) : end.Nat.Host == to.Host && end.Nat.TryIn(to, seen, out receiving)) deliver(end, receiving, seen);
            }
        });
    }

    // Inside, the sockets of an end have ports in a row.
    private static bool IsAt(BenchEnd end, PeerAddress to, out SocketRole socket)
    {
        socket = new SocketRole(to.Port - end.Local.Port);
        return to.Host == end.Local.Host && socket.Number >= 0;
    }

    /// <summary>A packet of a stream, to an end or to the relay.</summary>
    public void SendPacket(BenchEnd from, SocketRole socket, PeerAddress to, StreamId id)
    {
        if (to == BenchRelay.Address) Pass(() => Relay.Packet(id));
        else Send(from, socket, to, (end, receiving, seen) => { if (end.LocalId == id) end.Packet(receiving, seen); });
    }

    // Once, never or twice, each time after a while of its own.
    private void Pass(Action deliver)
    {
        if (_random.NextDouble() < Setting.Loss) return;

        After(Lag(), deliver);
        if (_random.NextDouble() < Setting.Doubling) After(Lag() * 3, deliver);
    }

    private IEnumerable<BenchEnd> Ends() => Server is null ? [Client] : [Client, Server];
}
