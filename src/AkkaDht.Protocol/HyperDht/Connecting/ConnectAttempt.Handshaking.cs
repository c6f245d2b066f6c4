using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>The handshake with the server, by whichever node brings the first good answer (03-hyperdht.md §8.4 to §8.6).</content>
public sealed partial class ConnectAttempt
{
    private ClientHandshake? _handshake;
    private ServerAnswer? _answer;
    private SealedPayloads? _sealed;
    private PeerRoute? _earlyKnock;

    private FirewallKind LocalFirewall => Vantage.RemoteAddress is null ? FirewallKind.Unknown : FirewallKind.Open;

    private void ShakeHands(Instant now, QuestionKind kind, PeerAddress node, SocketRole socket)
    {
        _handshake ??= ClientHandshake.Begin(Crypto, Random, _options.KeyPair, _options.Remote, OurPayload());
        if (_handshake is null)
        {
            Fail(now, ConnectError.HandshakeInvalid);
            return;
        }

        Stage = ConnectStage.Handshaking;
        Counts.Handshakes++;
        var message = new HandshakeMessage(PeerMode.FromClient, _handshake.Message, Peer: null, Relay: null);
        Ask(kind, new RequestSpec(node, PeerCommands.PeerHandshake) { Target = _target, Value = message.ToBytes(), Socket = socket });
    }

    private NoisePayload OurPayload() => new()
    {
        Firewall = LocalFirewall,
        Addresses4 = [.. Own(), .. _options.LocalConnection ? Vantage.LocalAddresses : []],
        Udx = new UdxOffer(_options.IsReusable, _localId.Value, Seq: 0),
        HasSecretStream = true,
        RelayThrough = _relayOffer,
    };

    private IEnumerable<PeerAddress> Own() => Vantage.RemoteAddress is { } remote ? [remote] : [];

    private void HandshakeAnswered(Instant now, Question question, Reply? reply)
    {
        if (_answer is not null) return;

        if (question.Kind == QuestionKind.KnownHandshake) _isKnownUnderWay = false;
        if (question.Kind == QuestionKind.FoundHandshake) _foundUnderWay--;

        if (reply is not null && TryReadAnswer(now, question, reply)) return;

        if (reply is not null) Counts.Malformed++;
        if (question.Kind == QuestionKind.RouteHandshake) BeginFinding(now);
        else GoOnFinding(now);
    }

    private bool TryReadAnswer(Instant now, Question question, Reply reply)
    {
        if (reply.Value is not { } value || !HandshakeMessage.TryDecode(value.Span, out var message)) return false;
        if (message.Mode != PeerMode.Reply || message.Noise.Length == 0 || reply.From != question.To) return false;
        if (!_handshake!.TryRead(message.Noise.Span, out var payload, out var keys, out var secret)) return false;

        _answer = new ServerAnswer(payload, question.To, question.Socket, message.Peer, reply.To);
        _sealed = new SealedPayloads(Crypto, Random, secret);
        SetKeys(keys, payload.Udx?.Id ?? 0);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        StopFinding();
        CancelAsks();
        Accept(now, _answer);
        return true;
    }

    private void Accept(Instant now, ServerAnswer answer)
    {
        if (answer.Payload.Version != NoisePayload.OurVersion) Fail(now, ConnectError.ServerIncompatible);
        else if (answer.Payload.Error != PeerErrors.None || answer.Payload.Udx is not { Id: <= uint.MaxValue }) Fail(now, ConnectError.ServerError);
        else if (_earlyKnock is { } knock) TakePath(now, knock.Socket, knock.Address);
        else if (!answer.IsRelayed) TakePath(now, answer.Socket, answer.Asked);
        else ChooseWays(now, answer);
    }

    private protected override void KnockedEarly(SocketRole socket, PeerAddress from) => _earlyKnock = new PeerRoute(socket, from);

    /// <summary>What came back with the first good answer.</summary>
    /// <param name="Payload">What the server says.</param>
    /// <param name="Asked">The node that was asked, or the server itself.</param>
    /// <param name="Socket">The socket that was used.</param>
    /// <param name="Peer">The server as that node sees it; null when the server answered itself.</param>
    /// <param name="Us">We as that node sees us.</param>
    private sealed record ServerAnswer(NoisePayload Payload, PeerAddress Asked, SocketRole Socket, PeerAddress? Peer, PeerAddress Us)
    {
        public bool IsRelayed => Peer is not null;

        public PeerAddress Server => Peer ?? Asked;

        public IReadOnlyList<RelayInfo> Relays => Payload.Holepunch?.Relays ?? [];
    }
}
