using System.Diagnostics.CodeAnalysis;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// A server's side of one handshake (03-hyperdht.md §9): reads the client's message, answers every copy of it with the same bytes, agrees on
/// a hole punch, and brings the stream onto a path. The machine of one <c>SessionActor</c>. Whoever owns it knows sessions by the
/// bytes of the first message, and calls in this order: <see cref="TryRead"/>, then asks whether this client may come in;
/// <see cref="HandleHandshake"/> for the first copy of the message and each further one, whenever they come;
/// <see cref="HandleAdmitted"/> or <see cref="PeerLink.Abort"/>. Reference: hyperdht <c>lib/server.js</c>.
/// </summary>
/// <remarks>
/// It reads top-down: here (steps 2 to 4) → <c>Admission</c> (5 to 9) → <c>Answers</c> (2) → <c>Punching</c>; once it has succeeded or failed
/// it answers copies a while longer (10).
/// </remarks>
public sealed partial class ServerSession : PeerLink
{
    private readonly PeerHandshake _handshake;
    private NoisePayload? _payload;
    private IncomingRequest? _first;
    private bool _isClearing;
    private bool _isCleared;

    /// <summary>A session of the server with <paramref name="keyPair"/>; <paramref name="gate"/> is the node's.</summary>
    public ServerSession(ICryptoSuite crypto, IRandomSource random, ConnectSettings settings, KeyPair keyPair, RandomPunchGate gate)
        : base(crypto, random, settings, gate)
    {
        _handshake = PeerHandshake.Respond(crypto, random, keyPair);
        Stage = ConnectStage.Handshaking;
    }

    /// <summary>Who the client is, once its message is read.</summary>
    public PublicKey RemoteKey => _handshake.RemoteKey;

    /// <summary>Where the client is: as the node between sees it, or where the request came from.</summary>
    public PeerAddress ClientAddress { get; private set; }

    /// <summary>Whether no node was between.</summary>
    public bool CameDirectly { get; private set; }

    /// <summary>Whether the client speaks our version and has a stream, so that one must be reserved for it; else it is answered with an error.</summary>
    public bool WantsStream => _payload is not null && OurError == PeerErrors.None;

    private ulong OurError => _payload switch
    {
        { Version: not NoisePayload.OurVersion } => PeerErrors.VersionMismatch,
        { Udx.Id: <= uint.MaxValue } => PeerErrors.None,
        _ => PeerErrors.Aborted,
    };

    /// <summary>
    /// Reads the client's message, by the first request that brought it; the most expensive thing that a stranger can have done, so bounds
    /// come before it. False when it is none for this server: the session is over then, and the request is to be ignored.
    /// </summary>
    public bool TryRead(Instant now, HandshakeMessage message, IncomingRequest request, [NotNullWhen(true)] out NoisePayload? payload)
    {
        payload = null;
        if (IsOver || _payload is not null) return false;

        if (!_handshake.TryRead(message.Noise.Span, out payload))
        {
            Counts.Malformed++;
            Finish(now);
            return false;
        }

        _payload = payload;
        _first = request;
        ClientAddress = message.Peer ?? request.From;
        CameDirectly = message.Peer is null;
        return true;
    }

    private protected override ConnectFailure Failure(ConnectError error) => new(
        error,
        Stage,
        Puncher?.Nat.Firewall ?? (Vantage.RemoteAddress is null ? FirewallKind.Unknown : FirewallKind.Open),
        Puncher?.RemoteFirewall ?? _payload?.Firewall ?? FirewallKind.Unknown,
        _first is { } first ? [first.From] : [],
        Counts.Handshakes);

    private protected override void KnockedEarly(SocketRole socket, PeerAddress from)
    {
        // Nobody knows the stream before the answer, which has the keys.
    }

    private protected override void PathTaken(Instant now, PeerRoute route, bool isFirst)
    {
        if (_admission!.IsReusable && _payload!.Udx!.IsReusable) Want(new PeerAction.RememberRoute(RemoteKey, route.Socket, route.Address));
        BeginClearing(now);
    }

    private protected override void Relayed(Instant now)
    {
        if (!IsPunching) Stage = ConnectStage.Connecting;
        StopWaiting();
    }

    private protected override void Upgraded(Instant now) => EndIfCleared(now);

    private protected override void NothingLeft(Instant now) => BeginClearing(now);

    private protected override void StreamClosed(Instant now)
    {
        BeginClearing(now);
        EndIfCleared(now);
    }

    private protected override void Leave(Instant now)
    {
        IgnoreWaiting();
        _handshake.Clear();
    }

    private protected override void Answered(Instant now, Question question, Reply? reply)
    {
        // A server asks nothing but how nodes see it.
    }

    private protected override void StepTimedOut(Instant now)
    {
        if (_isClearing)
        {
            _isCleared = true;
            EndIfCleared(now);
        }
        else if (IsPunching)
        {
            GiveUp(now, Ways.Punch, ConnectError.HolepunchAborted);
        }
        else
        {
            GiveUp(now, Ways.Passive, ConnectError.HolepunchAborted);
        }
    }

    // Copies of the handshake may still be on their way, and get the same answer for a while; it begins anew with what happens meanwhile.
    private void BeginClearing(Instant now)
    {
        if (_isCleared || IsOver) return;

        _isClearing = true;
        Wait(now, Settings.ClearWait);
    }

    private void EndIfCleared(Instant now)
    {
        if (_isCleared && !HasRelay) Finish(now);
    }
}
