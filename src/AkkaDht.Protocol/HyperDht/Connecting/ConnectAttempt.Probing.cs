using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>The first round of a hole punch: both sides find out what their NATs do, and tell (03-hyperdht.md §8.11, §8.12).</content>
public sealed partial class ConnectAttempt
{
    private RelayInfo _serverRelay;
    private PeerAddress _relay;
    private PeerAddress _server;
    private PeerAddress? _openedTo;
    private PeerAddress _serverSeen;
    private SecretToken? _serverToken;
    private SocketRole? _probed;
    private bool _isLastProbe;
    private bool _hasReopened;

    private void BeginProbing(Instant now, ServerAnswer answer)
    {
        _relay = answer.Asked;
        _server = answer.Server;
        _serverRelay = answer.Relays[0];
        foreach (var relay in answer.Relays)
        {
            if (relay.Relay != answer.Asked) continue;

            _serverRelay = relay;
            break;
        }

        if (_options.FastOpen) _openedTo = _server;
        _step = PunchStep.Opening;
        BeginPunch(now, isInitiator: true, answer.Payload.Firewall, answer.Us.Host);
    }

    private protected override void SocketOpened(Instant now)
    {
        if (_step == PunchStep.Opening) Probe(now);
    }

    // A packet that opens our NAT for the server goes first; a good server knocks back at once.
    private void Probe(Instant now)
    {
        _probed = Puncher!.Socket;
        if (_openedTo is { } opened) Puncher.OpenSession(opened);
        DrainPuncher(now);
        Say(PunchStep.Probing, _serverRelay.Relay, _serverRelay.Peer, new HolepunchPayload { RemoteAddress = _openedTo });
    }

    private void ProbeAnswered(Instant now, RoundAnswer answer)
    {
        _serverSeen = answer.Server;
        _serverToken = answer.Payload.Token;
        Puncher!.HandleSample(answer.Us, answer.By);
        DrainPuncher(now);

        // The server may have heard too little of its own NAT yet, or hope for its knock to get through.
        if (Puncher.RemoteFirewall == FirewallKind.Unknown) Pause(now, PunchStep.Pausing, Settings.UnknownFirewallPause);
        else AwaitAnalysis(now);
    }

    private void AwaitAnalysis(Instant now)
    {
        _step = PunchStep.Analyzing;
        if (Puncher!.IsAnalyzed) AnalysisIsThere(now);
    }

    private protected override void Analyzed(Instant now)
    {
        if (_step == PunchStep.Analyzing) AnalysisIsThere(now);
    }

    private void AnalysisIsThere(Instant now)
    {
        var puncher = Puncher!;
        if (puncher.IsUnstable && !_hasReopened)
        {
            _hasReopened = true;
            puncher.Reopen(now);
            DrainPuncher(now);
            if (!puncher.IsAnalyzed || _step != PunchStep.Analyzing) return;
        }

        // A better socket must be told of, and a server that knew too little gets a second chance.
        var hasMoved = puncher.Socket != _probed && !puncher.IsUnstable;
        var isUnknown = puncher.RemoteFirewall == FirewallKind.Unknown || _serverToken is null;
        if (hasMoved || (isUnknown && !_isLastProbe)) ProbeAgain(now);
        else if (puncher.RemoteFirewall == FirewallKind.Unknown || puncher.Nat.Firewall == FirewallKind.Unknown) SayAborted(ConnectError.HolepunchProbeTimeout);
        else if (puncher.IsUnstable) SayAborted(ConnectError.HolepunchDoubleRandomizedNats);
        else Probed(now);
    }

    private void ProbeAgain(Instant now)
    {
        _isLastProbe = true;
        Probe(now);
    }

    private void Probed(Instant now)
    {
        // By the same node we learn where the server is now, should it have changed its socket since the handshake.
        if (_serverRelay.Relay == _relay && _server != _serverSeen)
        {
            _server = _serverSeen;
            Puncher!.OpenSession(_server);
            DrainPuncher(now);
        }

        if (Allows(_options.Holepunch)) AskToPunch(now);
        else SayAborted(ConnectError.HolepunchAborted);
    }
}
