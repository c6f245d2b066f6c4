using Akka.Actor;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Records;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Servers;

/// <summary>
/// One handshake of a server: drives a <see cref="ServerSession"/>, asks the server's owner whether the client may come in, and opens the
/// connection then. A client that may not has caused nothing that it could see.
/// </summary>
internal sealed class SessionActor : LinkActor, IWithTimers
{
    private readonly ServerDesk _desk;
    private readonly NodeId _handshake;
    private readonly ulong _id;
    private readonly RecordMessages.Handshake _first;
    private readonly ServerSession _session;
    private readonly Dictionary<long, RecordMessages.Handshake> _handshakes = [];
    private readonly Dictionary<long, RecordMessages.Holepunch> _holepunches = [];
    private IActorRef? _ownOwner;
    private bool _isDecided;
    private bool _isConnected;

    public SessionActor(NodeParts parts, ServerDesk desk, NodeId handshake, ulong id, RecordMessages.Handshake first)
        : base(parts)
    {
        _desk = desk;
        _handshake = handshake;
        _id = id;
        _first = first;
        var settings = parts.Settings.Connecting;
        _session = new ServerSession(
            parts.Crypto, parts.Settings.NewRandom(), settings with { ClearWait = desk.Spec.HandshakeClearWait ?? settings.ClearWait }, desk.KeyPair, parts.PunchGate);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override PeerLink Link => _session;

    protected override void PreStart()
    {
        if (!_session.TryRead(Now, _first.Message, _first.Request, out var payload))
        {
            Ignore(_first.Request);
            SayRefused();
            Context.Stop(Self);
            return;
        }

        Take(_first);
        if (_desk.Spec.Firewall is { } firewall) Ask(firewall, payload);
        else Decided(isAllowed: true);
        Drain();
    }

    protected override void PostStop()
    {
        base.PostStop();
        ReleaseOwner();
    }

    protected override void ReceiveOther(object message)
    {
        switch (message)
        {
            case RecordMessages.Handshake handshake: Take(handshake); break;
            case RecordMessages.Holepunch holepunch: Take(holepunch); break;
            case Decision decision: Decided(decision.IsAllowed); break;
            case TooLate: if (Connection.IsNobody()) Refuse(); break;
            case ConnectionMessages.Reserved reserved: Reserved(reserved); break;
            case ConnectionMessages.Closed: Refuse(); break;
            case ConnectionMessages.HasOpened: SaySettled(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void ActOther(PeerAction action)
    {
        switch (action)
        {
            case PeerAction.AnswerHandshake answer: Answer(answer); break;
            case PeerAction.AnswerHolepunch answer: Answer(answer); break;
            case PeerAction.Ignore ignore: Ignore(ignore.Request); break;
            default: Invariant.That(false, $"Every action of a session is acted upon, also {action.GetType().Name}."); break;
        }
    }

    // Told before the connection is, so that it is the first that the owner hears.
    protected override void Connect(PeerAction.Connect connect)
    {
        _isConnected = true;
        _desk.Owner.Tell(new Accepted(Connection, _session.RemoteKey, _session.ClientAddress));
        base.Connect(connect);
    }

    protected override void StreamClosed()
    {
        base.StreamClosed();
        SaySettled();
    }

    protected override void GiveUp(ConnectFailure failure)
    {
        if (!Connection.IsNobody()) base.GiveUp(failure);
        ReleaseOwner();
        SaySettled();
    }

    private void Take(RecordMessages.Handshake handshake)
    {
        _handshakes[handshake.Request.Number] = handshake;
        _session.HandleHandshake(Now, handshake.Request.Number);
    }

    private void Take(RecordMessages.Holepunch holepunch)
    {
        _holepunches[holepunch.Request.Number] = holepunch;
        var isRelay = _desk.Relays.Contains(holepunch.Request.From);
        _session.HandleHolepunch(Now, holepunch.Request.Number, isRelay, holepunch.Message, holepunch.Request);
    }

    // Whatever the owner's word does, it comes back as a message; what it throws is a no.
    private void Ask(Func<PeerIntroduction, Task<bool>> firewall, NoisePayload payload)
    {
        var introduction = new PeerIntroduction(_session.RemoteKey, _session.ClientAddress, payload.Firewall, payload.Addresses4);
        AskAsync(firewall, introduction).PipeTo(Self, success: isAllowed => new Decision(isAllowed), failure: _ => new Decision(false));
        WaitNoLongerThan(Parts.Settings.Servers.DecisionTimeout);
    }

    private static async Task<bool> AskAsync(Func<PeerIntroduction, Task<bool>> firewall, PeerIntroduction introduction) => await firewall(introduction);

    private void Decided(bool isAllowed)
    {
        if (_isDecided || _session.IsOver) return;

        _isDecided = true;
        if (!isAllowed) Refuse();
        else if (_session.WantsStream) OpenConnection();
        else Admit(null);
    }

    private void OpenConnection()
    {
        var spec = _desk.Spec;
        var own = spec.NewOwner?.Invoke();
        _ownOwner = own?.Actor;
        Parts.Connections.Tell(new ConnectionMessages.Open(new ConnectionSpec
        {
            Owner = _ownOwner ?? _desk.Owner,
            Handle = own?.Handle,
            Pool = spec.Pool,
            OwnKey = _desk.KeyPair.PublicKey,
            Guide = Self,
            IsIncoming = true,
            IsReusable = spec.IsReusable,
            KeepAlive = spec.KeepAlive,
            ReadAheadBytes = spec.ReadAheadBytes,
        }));
        WaitNoLongerThan(Parts.Settings.Servers.DecisionTimeout);
    }

    private void Reserved(ConnectionMessages.Reserved reserved)
    {
        Timers.Cancel(nameof(TooLate));
        Serve(reserved.Connection, reserved.LocalId);
        Admit(reserved);
    }

    private void Admit(ConnectionMessages.Reserved? reserved)
    {
        var (spec, relays) = (_desk.Spec, _desk.Relays);
        _session.HandleAdmitted(Now, new SessionAdmission
        {
            Vantage = Parts.Vantage() with { LocalAddresses = Parts.LocalAddresses.Proven },
            Id = _id,
            LocalId = reserved?.LocalId,
            Relays = relays.Nodes,
            RelayAddresses = relays.Addresses,
            RelayThrough = spec.RelayThrough.Count > 0 ? spec.RelayThrough[Parts.Settings.NewRandom().Next(spec.RelayThrough.Count)] : null,
            ShareLocalAddress = spec.ShareLocalAddress,
            MayPunch = spec.MayPunch,
            IsReusable = spec.IsReusable,
            Holepunch = spec.Holepunch,
        });
        if (reserved is null) SaySettled();
    }

    private void Refuse()
    {
        if (_session.IsOver) return;

        SayRefused();
        _session.Abort(Now);
    }

    private void WaitNoLongerThan(TimeSpan time) => Timers.StartSingleTimer(nameof(TooLate), TooLate.Instance, time);

    private void Answer(PeerAction.AnswerHandshake answer)
    {
        if (_handshakes.Remove(answer.Request, out var handshake))
            Parts.Records.Tell(new RecordMessages.AnswerHandshake(handshake.Request, handshake.Message, answer.Noise, answer.Socket));
    }

    private void Answer(PeerAction.AnswerHolepunch answer)
    {
        if (_holepunches.Remove(answer.Request, out var holepunch))
            Parts.Records.Tell(new RecordMessages.AnswerHolepunch(holepunch.Request, holepunch.Message, answer.Payload, answer.Socket));
    }

    private void Ignore(long request)
    {
        if (_handshakes.Remove(request, out var handshake)) Ignore(handshake.Request);
        if (_holepunches.Remove(request, out var holepunch)) Ignore(holepunch.Request);
    }

    private void Ignore(IncomingRequest request) => Parts.Requests.Tell(new RequestMessages.Ignore(request));

    // An owner that was made for a connection that does not come about waits for nothing.
    private void ReleaseOwner()
    {
        if (!_isConnected) _ownOwner?.Tell(new ConnectionMessages.Closed(new EndReason(EndKind.NotReached)));
        _ownOwner = null;
    }

    private void SayRefused() => Context.Parent.Tell(new Refused(_handshake));

    private void SaySettled() => Context.Parent.Tell(new Settled(_handshake));

    /// <summary>The owner of the server has decided.</summary>
    private sealed record Decision(bool IsAllowed);

    /// <summary>The owner of the server, or the node's connections, have taken longer than they may.</summary>
    private sealed record TooLate
    {
        public static readonly TooLate Instance = new();
    }
}
