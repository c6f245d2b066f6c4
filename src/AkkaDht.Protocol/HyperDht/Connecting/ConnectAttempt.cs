using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// A client's attempt to connect to a server by its key (03-hyperdht.md §8): finds nodes that know the server, shakes hands with it through
/// them, and brings the stream <c>localId</c> onto a path. The machine of one <c>AttemptActor</c>. Reference: hyperdht <c>lib/connect.js</c>.
/// </summary>
/// <remarks>
/// It reads top-down: <c>Finding</c> (steps 1 to 3) → <c>Handshaking</c> (4 to 6) → <c>Choosing</c> (7 to 10) → <c>Probing</c> (11, 12)
/// → <c>Punching</c> (13, 14); the path itself (15) is <see cref="PeerLink"/>'s.
/// </remarks>
public sealed partial class ConnectAttempt : PeerLink
{
    private readonly ConnectOptions _options;
    private readonly NodeId _target;
    private readonly StreamId _localId;
    private readonly RelayOffer? _relayOffer;

    /// <summary>An attempt that <see cref="HandleStart"/> begins. <paramref name="localId"/> is the stream that is reserved for it, <paramref name="gate"/> the node's.</summary>
    public ConnectAttempt(
        ICryptoSuite crypto,
        IRandomSource random,
        ConnectSettings settings,
        ConnectOptions options,
        PeerVantage vantage,
        StreamId localId,
        RandomPunchGate gate)
        : base(crypto, random, settings, gate)
    {
        _options = options;
        _localId = localId;
        _target = Targets.Of(crypto, options.Remote);
        _relayOffer = options.RelayThrough is { } relay ? new RelayOffer(relay, SecretToken.Random(random)) : null;
        Vantage = vantage;
        Stage = ConnectStage.Finding;
    }

    /// <summary>The attempt begins; its deadline counts from here. Once.</summary>
    public void HandleStart(Instant now)
    {
        if (IsOver) return;

        BeginDeadline(now);
        if (_options.IsReusable && Vantage.Route is { } route) ShakeHands(now, QuestionKind.RouteHandshake, route.Address, route.Socket);
        else BeginFinding(now);
    }

    private protected override void Answered(Instant now, Question question, Reply? reply)
    {
        switch (question.Kind)
        {
            case QuestionKind.LanPing: LanAnswered(now, question.To, reply); break;
            case QuestionKind.Round: RoundAnswered(now, reply); break;
            default: HandshakeAnswered(now, question, reply); break;
        }
    }

    private protected override ConnectFailure Failure(ConnectError error) => new(
        error,
        Stage,
        Puncher?.Nat.Firewall ?? LocalFirewall,
        Puncher?.RemoteFirewall ?? _answer?.Payload.Firewall ?? FirewallKind.Unknown,
        [.. _tried],
        Counts.Handshakes);

    private protected override void PathTaken(Instant now, PeerRoute route, bool isFirst)
    {
        if (_answer is not { } answer) return;

        if (isFirst) RememberRelays(answer.Payload);
        if (_options.IsReusable && answer.Payload.Udx!.IsReusable) Want(new PeerAction.RememberRoute(_options.Remote, route.Socket, route.Address));
        if (!HasRelay) Finish(now);
    }

    private protected override void Relayed(Instant now)
    {
        if (!IsPunching) Stage = ConnectStage.Connecting;
    }

    private protected override void Upgraded(Instant now) => Finish(now);

    private protected override void NothingLeft(Instant now) => Finish(now);

    private protected override void StreamClosed(Instant now) => Finish(now);

    private protected override void Leave(Instant now)
    {
        StopFinding();
        _handshake?.Clear();
        _handshake = null;
    }

    // The server's own list says best how it is reached from elsewhere.
    private void RememberRelays(NoisePayload payload)
    {
        IReadOnlyList<PeerAddress> relays = payload.RelayAddresses is { Count: > 0 } told ? told : _tried;
        if (relays.Count > 0) Want(new PeerAction.RememberRelays(_options.Remote, [.. relays.Take(RelayAddressCache.MaxRelays)]));
    }
}
