using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>A server's session, and the means to speak to it as a client and the nodes between would.</summary>
internal sealed class SessionUnderTest : LinkUnderTest
{
    public static readonly StreamId LocalId = new(0x55667788);
    public static readonly PeerAddress Node = Address("100.0.0.1:1001");

    /// <summary>The client as nodes see it.</summary>
    public static readonly PeerAddress Client = Address("80.0.0.1:8000");

    /// <summary>The server as nodes see it.</summary>
    public static readonly PeerAddress Us = Address("90.0.0.1:9000");

    public const uint RemoteId = 0x11223344;

    private readonly PeerHandshake _client = PeerHandshake.Initiate(Suite, new SeededRandom(6), ClientKeys, ServerKeys.PublicKey);
    private readonly byte[] _noise;
    private SealedPayloads? _sealed;
    private long _lastRequest;
    private ulong _round;

    public SessionUnderTest(NoisePayload? payload = null, ConnectSettings? settings = null, int seed = 1)
        : base("The session")
    {
        Machine = new ServerSession(Suite, new SeededRandom(seed), settings ?? new ConnectSettings(), ServerKeys, Gate);
        Assert.True(_client.TryWrite(payload ?? Hello, out var noise));
        _noise = noise;
    }

    public ServerSession Machine { get; }

    public override PeerLink Link => Machine;

    public static NoisePayload Hello { get; } = new() { Udx = new UdxOffer(false, RemoteId, 0), HasSecretStream = true };

    public static SessionAdmission Admission { get; } = new()
    {
        Vantage = new PeerVantage { RequestSocket = SocketRole.Client, LocalAddresses = [Address("192.168.1.7:9007")] },
        Id = 4,
        LocalId = LocalId,
        Relays = [new RelayInfo(Node, Us)],
        RelayAddresses = [Node],
    };

    /// <summary>The number of the last request.</summary>
    public long LastRequest => _lastRequest;

    public IEnumerable<PeerAction.AnswerHandshake> Answers => Of<PeerAction.AnswerHandshake>();

    public IEnumerable<PeerAction.AnswerHolepunch> RoundAnswers => Of<PeerAction.AnswerHolepunch>();

    public IReadOnlyList<PeerAction.Ask> Pings => [.. Of<PeerAction.Ask>()];

    /// <summary>The client's message comes by a node, or directly when <paramref name="isDirect"/>.</summary>
    public bool TryRead(bool isDirect = false, PeerAddress? to = null, byte[]? noise = null)
    {
        var message = new HandshakeMessage(isDirect ? PeerMode.FromClient : PeerMode.FromRelay, noise ?? _noise, isDirect ? null : Client, null);
        var isRead = false;
        Turn(now => isRead = Machine.TryRead(now, message, Request(isDirect ? Client : Node, to ?? Us, SocketRole.Server, 0), out _));
        return isRead;
    }

    public SessionUnderTest Copy()
    {
        Books.Requested(++_lastRequest);
        Turn(now => Machine.HandleHandshake(now, _lastRequest));
        return this;
    }

    /// <summary>The client is heard and let in.</summary>
    public SessionUnderTest Admitted(SessionAdmission? admission = null, bool isDirect = false, PeerAddress? to = null)
    {
        Assert.True(TryRead(isDirect, to));
        Copy();
        Turn(now => Machine.HandleAdmitted(now, admission ?? Admission));
        return this;
    }

    /// <summary>The same, with the socket of its hole punch.</summary>
    public SessionUnderTest Punching(SessionAdmission? admission = null, IReadOnlyList<PeerAddress>? nodes = null)
    {
        Admitted(admission);
        Give(nodes);
        return this;
    }

    /// <summary>What the server answered.</summary>
    public NoisePayload ReadAnswer()
    {
        Assert.True(_client.TryRead(Answers.First().Noise.Span, out var payload));
        return payload;
    }

    /// <summary>The client says something of the hole punch, by a node of the server's or not.</summary>
    public void Say(HolepunchPayload payload, bool isServerRelay = true, PeerAddress? by = null, PeerAddress? client = null, SocketRole? socket = null, ulong? round = null, PeerAddress? us = null)
    {
        if (_sealed is null)
        {
            ReadAnswer();
            _sealed = new SealedPayloads(Suite, new SeededRandom(3), _client.HolepunchSecret());
        }

        SayBytes(_sealed.Seal(payload with { Round = round ?? _round++ }), isServerRelay, by, client ?? Client with { Port = 8055 }, socket, us);
    }

    public void SayBytes(byte[] payload, bool isServerRelay = true, PeerAddress? by = null, PeerAddress? client = null, SocketRole? socket = null, PeerAddress? us = null)
    {
        Books.Requested(++_lastRequest);
        var message = new HolepunchMessage(PeerMode.FromRelay, 4, payload, client);
        var data = Request(by ?? Node, us ?? Us with { Port = 9055 }, socket ?? SocketRole.Server, 1);
        Turn(now => Machine.HandleHolepunch(now, _lastRequest, isServerRelay, message, data));
    }

    /// <summary>What was answered last.</summary>
    public HolepunchPayload LastAnswer()
    {
        Assert.True(_sealed!.TryOpen(RoundAnswers.Last().Payload.Span, out var payload));
        return payload;
    }

    /// <summary>Nodes see our pool socket at one address, at many, or do not answer.</summary>
    public void Behind(FirewallKind firewall)
    {
        foreach (var (ping, i) in Pings.Where(ping => Books.Asks.Contains(ping.Tag)).Select((ping, i) => (ping, i)).ToArray())
        {
            if (firewall == FirewallKind.Unknown) NoReply(ping);
            else Reply(ping, null, firewall == FirewallKind.Random ? Us with { Port = (ushort)(9055 + i) } : Us with { Port = 9055 });
        }
    }

    private static IncomingRequest Request(PeerAddress from, PeerAddress to, SocketRole socket, ulong command) =>
        new(1, socket, 1, from, null, to, null, command, null, null);
}
