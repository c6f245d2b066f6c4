using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>A client's attempt, and the means to answer it as the nodes and the server would.</summary>
internal sealed class AttemptUnderTest : LinkUnderTest
{
    public static readonly StreamId LocalId = new(0x11223344);
    public static readonly PeerAddress Node1 = Address("100.0.0.1:1001");
    public static readonly PeerAddress Node2 = Address("100.0.0.2:1002");
    public static readonly PeerAddress Node3 = Address("100.0.0.3:1003");

    /// <summary>The server as nodes see it.</summary>
    public static readonly PeerAddress Server = Address("90.0.0.1:9000");

    /// <summary>The client as nodes see it.</summary>
    public static readonly PeerAddress Us = Address("80.0.0.1:8000");

    public const uint RemoteId = 0x55667788;

    private readonly ServerEnd _server = new(new SeededRandom(8));

    public AttemptUnderTest(ConnectOptions? options = null, PeerVantage? vantage = null, ConnectSettings? settings = null, int seed = 1)
        : base("The attempt")
    {
        Options = options ?? Plain;
        Vantage = vantage ?? new PeerVantage { RequestSocket = SocketRole.Client, LocalAddresses = [Address("192.168.1.2:8000")] };
        Machine = new ConnectAttempt(Suite, new SeededRandom(seed), settings ?? new ConnectSettings(), Options, Vantage, LocalId, Gate);
    }

    public static ConnectOptions Plain { get; } = new() { Remote = ServerKeys.PublicKey, KeyPair = ClientKeys };

    public ConnectOptions Options { get; }

    public PeerVantage Vantage { get; }

    public ConnectAttempt Machine { get; }

    public override PeerLink Link => Machine;

    /// <summary>The handshakes that were sent, oldest first.</summary>
    public IReadOnlyList<PeerAction.Ask> Handshakes => [.. Of<PeerAction.Ask>().Where(ask => ask.Spec is { IsInternal: false, Command: PeerCommands.PeerHandshake })];

    /// <summary>The messages about a hole punch that were sent, oldest first.</summary>
    public IReadOnlyList<PeerAction.Ask> Rounds => [.. Of<PeerAction.Ask>().Where(ask => ask.Spec is { IsInternal: false, Command: PeerCommands.PeerHolepunch })];

    public IReadOnlyList<PeerAction.Ask> Pings => [.. Of<PeerAction.Ask>().Where(ask => ask.Spec is { IsInternal: true, Command: Commands.Ping })];

    /// <summary>What the server has read of the client's message.</summary>
    public NoisePayload Said => _server.Read(Handshakes[0]);

    public AttemptUnderTest Started()
    {
        Turn(Machine.HandleStart);
        return this;
    }

    public void Found(PeerAddress node, PublicKey? key = null)
    {
        var reply = new Reply(1, TimeSpan.Zero, node, null, Us, null, [], 0, null);
        Turn(now => Machine.HandleFound(now, reply, new PeerRecord(key ?? ServerKeys.PublicKey, [])));
    }

    public void FindEnded()
    {
        Books.FindEnded();
        Turn(Machine.HandleFindEnded);
    }

    /// <summary>The server answers a handshake: by the node that was asked when <paramref name="server"/> is given, else itself.</summary>
    public void Answer(PeerAction.Ask ask, NoisePayload payload, PeerAddress? server, PeerAddress? us = null) =>
        Reply(ask, new HandshakeMessage(PeerMode.Reply, _server.Answer(ask, payload), server, null).ToBytes(), us ?? Us);

    /// <summary>A handshake that one node passed on is answered with <paramref name="payload"/>.</summary>
    public AttemptUnderTest Shaken(NoisePayload payload, PeerAddress? us = null)
    {
        Started();
        Found(Node1);
        Answer(Handshakes[0], payload, Server, us);
        return this;
    }

    /// <summary>The same with a hole punch offered, and its socket opened; the first round is out.</summary>
    public AttemptUnderTest Probing(NoisePayload? payload = null, IReadOnlyList<PeerAddress>? nodes = null)
    {
        Shaken(payload ?? Offer());
        Give(nodes);
        return this;
    }

    /// <summary>Three nodes see our pool socket at one address, or at three.</summary>
    public void Behind(FirewallKind firewall)
    {
        foreach (var (ping, i) in Pings.Where(ping => Books.Asks.Contains(ping.Tag)).Select((ping, i) => (ping, i)).ToArray())
        {
            if (firewall == FirewallKind.Unknown) NoReply(ping);
            else Reply(ping, null, firewall == FirewallKind.Random ? Us with { Port = (ushort)(5000 + i) } : Us with { Port = 5000 });
        }
    }

    /// <summary>What was said in a round.</summary>
    public (HolepunchMessage Message, HolepunchPayload Payload) Read(PeerAction.Ask round) => _server.ReadRound(round);

    public HolepunchPayload LastRound => Read(Rounds[^1]).Payload;

    /// <summary>The server answers a round.</summary>
    public void AnswerRound(HolepunchPayload payload, PeerAddress? server = null, PeerAddress? us = null)
    {
        var message = new HolepunchMessage(PeerMode.Reply, 0, _server.Sealed.Seal(payload), server ?? Server);
        Reply(Rounds[^1], message.ToBytes(), us ?? Us with { Port = 5000 });
    }

    /// <summary>What a server says that is behind a consistent NAT and knows it.</summary>
    public static HolepunchPayload Ready => new() { Firewall = FirewallKind.Consistent, Addresses = [Server], Token = Token(7) };

    public static SecretToken Token(byte value) => SecretToken.Read(Enumerable.Repeat(value, SecretToken.Length).ToArray());

    /// <summary>What a server says that strangers cannot reach.</summary>
    public static NoisePayload Offer(params RelayInfo[] relays) => new()
    {
        Holepunch = new HolepunchOffer(4, relays.Length > 0 ? relays : [new RelayInfo(Node1, Server)]),
        Udx = new UdxOffer(false, RemoteId, 0),
        HasSecretStream = true,
    };

    /// <summary>The server's side of handshake and hole punch, without any rules of its own.</summary>
    private sealed class ServerEnd(IRandomSource random)
    {
        private readonly Dictionary<string, (PeerHandshake Handshake, NoisePayload Payload, byte[]? Answer)> _known = [];

        public SealedPayloads Sealed { get; private set; } = null!;

        public HandshakeResult? Keys { get; private set; }

        public NoisePayload Read(PeerAction.Ask ask) => Know(ask).Payload;

        public byte[] Answer(PeerAction.Ask ask, NoisePayload payload)
        {
            var known = Know(ask);
            if (known.Answer is { } same) return same;

            Assert.True(known.Handshake.TryWrite(payload, out var answer));
            Keys = known.Handshake.Result;
            Sealed = new SealedPayloads(Suite, random, known.Handshake.HolepunchSecret());
            _known[KeyOf(ask)] = known with { Answer = answer };
            return answer;
        }

        public (HolepunchMessage, HolepunchPayload) ReadRound(PeerAction.Ask round)
        {
            Assert.True(HolepunchMessage.TryDecode(round.Spec.Value!.Value.Span, out var message));
            Assert.True(Sealed.TryOpen(message.Payload.Span, out var payload));
            return (message, payload);
        }

        private (PeerHandshake Handshake, NoisePayload Payload, byte[]? Answer) Know(PeerAction.Ask ask)
        {
            if (_known.TryGetValue(KeyOf(ask), out var known)) return known;

            var handshake = PeerHandshake.Respond(Suite, random, ServerKeys);
            Assert.True(handshake.TryRead(Message(ask).Noise.Span, out var payload));
            Assert.Equal(ClientKeys.PublicKey, handshake.RemoteKey);
            return _known[KeyOf(ask)] = (handshake, payload, null);
        }

        private static string KeyOf(PeerAction.Ask ask) => Convert.ToHexString(Message(ask).Noise.Span);

        private static HandshakeMessage Message(PeerAction.Ask ask)
        {
            Assert.True(HandshakeMessage.TryDecode(ask.Spec.Value!.Value.Span, out var message));
            Assert.Equal(PeerMode.FromClient, message.Mode);
            Assert.Null(message.Peer);
            return message;
        }
    }
}
