using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <content>The nodes between (03-hyperdht.md §6), and the server that they lead to.</content>
internal sealed partial class PeerBench
{
    private readonly Dictionary<PeerAddress, PeerAddress> _serverAt = [];
    private readonly Dictionary<string, BenchEnd> _sessions = [];
    private readonly List<HolepunchMessage> _heard = [];
    private long _lastRequest;

    public RandomPunchGate ClientGate { get; } = new();

    public RandomPunchGate ServerGate { get; } = new();

    /// <summary>Called with the session before it is let in.</summary>
    public Action<BenchEnd>? OnSession { get; set; }

    /// <summary>Handshakes that reached the server.</summary>
    public int HandshakesHeard { get; private set; }

    private SocketRole ServerSocket => Setting.ServerNat == FirewallKind.Open ? SocketRole.Server : SocketRole.Client;

    private IEnumerable<PeerAddress> RelayNodes => Nodes.Take(Setting.Relays);

    private IEnumerable<PeerAddress> LyingNodes => Nodes.Skip(Setting.Relays).Take(Setting.Liars);

    /// <summary>The server announces itself at a few nodes, which see where it comes from.</summary>
    private void Announce()
    {
        foreach (var node in RelayNodes) _serverAt[node] = ServerNat.Out(ServerSocket, node);
    }

    public void Find(BenchEnd end)
    {
        foreach (var node in LyingNodes.Concat(RelayNodes))
        {
            After(Lag(), () =>
            {
                if (!end.Books.IsFinding) return;

                var reply = new Reply(1, TimeSpan.Zero, node, null, PeerAddress.None, null, [], 0, null);
                end.Turn(now => ((ConnectAttempt)end.Link).HandleFound(now, reply, new PeerRecord(LinkUnderTest.ServerKeys.PublicKey, [])));
            });
        }

        After(TimeSpan.FromSeconds(1), () =>
        {
            if (!end.Books.IsFinding) return;

            end.Books.FindEnded();
            end.Turn(((ConnectAttempt)end.Link).HandleFindEnded);
        });
    }

    /// <summary>One transmission of a request.</summary>
    public void Request(BenchEnd from, RequestSpec spec, Action<Reply> answer)
    {
        var socket = spec.Socket!.Value;
        if (Nodes.Contains(spec.To))
        {
            var seen = from.Nat.Out(socket, spec.To);
            Pass(() => AtNode(spec, seen, value => Back(from, spec.To, seen, value, answer)));
        }
        else if (spec.IsInternal)
        {
            Send(from, socket, spec.To, (end, receiving, seen) => Send(end, receiving, seen, (_, _, _) => answer(ReplyOf(spec.To, seen, null))));
        }
        else if (Setting.ServerNat == FirewallKind.Open)
        {
            var seen = from.Nat.Out(socket, spec.To);
            Pass(() => AtServer(spec, seen, value => Back(from, spec.To, seen, value, answer)));
        }
    }

    private void Back(BenchEnd to, PeerAddress from, PeerAddress seen, byte[]? value, Action<Reply> answer) =>
        Pass(() =>
        {
            if (to.Nat.TryIn(seen, from, out _)) answer(ReplyOf(from, seen, value));
        });

    private static Reply ReplyOf(PeerAddress from, PeerAddress to, byte[]? value) => new(1, TimeSpan.Zero, from, null, to, null, [], 0, value);

    private void AtNode(RequestSpec spec, PeerAddress client, Action<byte[]?> answer)
    {
        var node = spec.To;
        if (spec.IsInternal) answer(null);
        else if (LyingNodes.Contains(node)) answer(Lie(spec));
        else if (spec.Command == PeerCommands.PeerHandshake) PassHandshake(node, Read<HandshakeMessage>(spec), client, answer);
        else if (spec.Command == PeerCommands.PeerHolepunch) PassHolepunch(node, Read<HolepunchMessage>(spec), client, answer);
    }

    private static TMessage Read<TMessage>(RequestSpec spec)
        where TMessage : IWireMessage<TMessage>
    {
        Assert.True(WireMessages.TryDecode<TMessage>(spec.Value!.Value.Span, out var message));
        return message;
    }

    private void PassHandshake(PeerAddress node, HandshakeMessage message, PeerAddress client, Action<byte[]?> answer)
    {
        if (!_serverAt.TryGetValue(node, out var server)) return;

        Pass(() => Hear(message with { Mode = PeerMode.FromRelay, Peer = client }, Incoming(node, server, ServerSocket), (noise, seen) =>
            answer(new HandshakeMessage(PeerMode.Reply, noise, seen, null).ToBytes())));
    }

    // The client came by itself, to the server's own address.
    private void AtServer(RequestSpec spec, PeerAddress client, Action<byte[]?> answer) =>
        Hear(Read<HandshakeMessage>(spec), Incoming(client, spec.To, SocketRole.Server), (noise, _) =>
            answer(new HandshakeMessage(PeerMode.Reply, noise, null, null).ToBytes()));

    private void PassHolepunch(PeerAddress node, HolepunchMessage message, PeerAddress client, Action<byte[]?> answer)
    {
        var forward = message with { Mode = PeerMode.FromRelay, Peer = client };
        _heard.Add(forward);
        Pass(() => HearRound(node, message.Peer!.Value, forward, answer));
        if (_random.NextDouble() >= Setting.Replays) return;

        // An older message once more, and one that is nobody's.
        Pass(() => HearRound(node, message.Peer!.Value, _heard[_random.Next(_heard.Count)], _ => { }));
        var garbage = new byte[_random.Next(120)];
        _random.NextBytes(garbage);
        Pass(() => HearRound(node, message.Peer!.Value, forward with { Payload = garbage }, _ => { }));
    }

    private void HearRound(PeerAddress node, PeerAddress server, HolepunchMessage message, Action<byte[]?> answer)
    {
        if (Server is not { } end || !ServerNat.TryIn(server, node, out var socket)) return;

        var number = ++_lastRequest;
        end.Books.Requested(number);
        end.Requests[number] = action =>
        {
            var said = (PeerAction.AnswerHolepunch)action;
            var seen = ServerNat.Out(said.Socket ?? socket, node);
            Pass(() => answer(new HolepunchMessage(PeerMode.Reply, 0, said.Payload, seen).ToBytes()));
        };
        end.Turn(now => ((ServerSession)end.Link).HandleHolepunch(now, number, _serverAt.ContainsKey(node), message, Incoming(node, server, socket)));
    }

    private void Hear(HandshakeMessage message, IncomingRequest request, Action<ReadOnlyMemory<byte>, PeerAddress> answer)
    {
        HandshakesHeard++;
        var known = Convert.ToHexString(message.Noise.Span);
        if (!_sessions.TryGetValue(known, out var end))
        {
            if (NewSession(message, request) is not { } opened) return;

            _sessions[known] = Server = end = opened;
        }

        var session = (ServerSession)end.Link;
        var number = ++_lastRequest;
        end.Books.Requested(number);
        end.Requests[number] = action =>
        {
            var said = (PeerAction.AnswerHandshake)action;
            var seen = ServerNat.Out(said.Socket ?? request.Socket, request.From);
            Pass(() => answer(said.Noise, seen));
        };
        end.Turn(now => session.HandleHandshake(now, number));
    }

    private static IncomingRequest Incoming(PeerAddress from, PeerAddress to, SocketRole socket) => new(1, socket, 1, from, null, to, null, 0, null, null);

    private byte[] Lie(RequestSpec spec)
    {
        var noise = new byte[40 + _random.Next(100)];
        _random.NextBytes(noise);
        return _random.Next(3) switch
        {
            0 => noise,
            1 => new HandshakeMessage(PeerMode.Reply, noise, Nodes[0], null).ToBytes(),
            _ => spec.Value!.Value.ToArray(),
        };
    }

    private BenchEnd NewClient()
    {
        var nat = new BenchNat(Setting.ClientNat, PeerAddress.Parse(Setting.ShareLan ? "90.0.0.1:8000" : "80.0.0.1:8000"), 40_000);
        var local = PeerAddress.Parse("192.168.1.2:8000");
        var isOpen = nat.Kind == FirewallKind.Open;
        var socket = isOpen ? SocketRole.Server : SocketRole.Client;
        var options = new ConnectOptions
        {
            Remote = LinkUnderTest.ServerKeys.PublicKey,
            KeyPair = LinkUnderTest.ClientKeys,
            RelayThrough = Setting.ClientRelay ? LinkUnderTest.RelayKeys.PublicKey : null,
            RelayAddresses = Setting.IsDirect ? [PeerAddress.Parse("90.0.0.1:9000")] : [],
            FastOpen = Setting.FastOpen,
            Holepunch = (_, _, _, _) => Setting.ClientAllows,
        };
        var vantage = new PeerVantage
        {
            RemoteAddress = isOpen ? PeerAddress.Parse("80.0.0.1:8000") : null,
            IsFirewalled = !isOpen,
            LocalAddresses = [local],
            RequestSocket = socket,
        };
        var attempt = new ConnectAttempt(LinkUnderTest.Suite, new SeededRandom(Setting.Seed), Setting.Settings, options, vantage, ClientId, ClientGate);
        return new BenchEnd(this, "The attempt", attempt, nat, local, socket, ClientId);
    }

    private BenchEnd? NewSession(HandshakeMessage message, IncomingRequest request)
    {
        var local = PeerAddress.Parse("192.168.1.7:9007");
        var isOpen = Setting.ServerNat == FirewallKind.Open;
        var session = new ServerSession(LinkUnderTest.Suite, new SeededRandom(~Setting.Seed), Setting.Settings, LinkUnderTest.ServerKeys, ServerGate);
        if (!session.TryRead(Now, message, request, out _) || !Setting.IsAdmitted) return null;

        var end = new BenchEnd(this, "The session", session, ServerNat, local, ServerSocket, ServerId);
        OnSession?.Invoke(end);
        end.Turn(now => session.HandleAdmitted(now, new SessionAdmission
        {
            Vantage = new PeerVantage
            {
                RemoteAddress = isOpen ? PeerAddress.Parse("90.0.0.1:9000") : null,
                IsFirewalled = !isOpen,
                LocalAddresses = [local],
                RequestSocket = ServerSocket,
            },
            Id = 0,
            LocalId = ServerId,
            Relays = [.. _serverAt.Select(pair => new RelayInfo(pair.Key, pair.Value))],
            RelayAddresses = [.. _serverAt.Keys.Take(3)],
            RelayThrough = Setting.ServerRelay ? LinkUnderTest.RelayKeys.PublicKey : null,
            MayPunch = Setting.MayPunch,
            Holepunch = (_, _, _, _) => Setting.ServerAllows,
        }));
        return end;
    }
}
