using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>What is said of a hole punch by way of a node between, one message at a time, and what comes back. Reference: updateHolepunch.</content>
public sealed partial class ConnectAttempt
{
    private PunchStep _step;
    private ulong _round;
    private RoundSaid? _said;
    private ConnectError _abortedFor;

    // From the pool socket, so that the node between sees the address that is punched.
    private void Say(PunchStep step, PeerAddress relay, PeerAddress server, HolepunchPayload payload)
    {
        var puncher = Puncher!;
        _step = step;
        if (payload.Error == PeerErrors.None) payload = payload with { Firewall = puncher.Nat.Firewall, Addresses = puncher.Nat.Addresses };
        payload = payload with { Round = _round++ };

        Counts.Rounds++;
        _said = new RoundSaid(relay, server, payload.Token, payload.IsPunching);
        var message = new HolepunchMessage(PeerMode.FromClient, _answer!.Payload.Holepunch!.Id, _sealed!.Seal(payload), server);
        Ask(QuestionKind.Round, new RequestSpec(relay, PeerCommands.PeerHolepunch) { Target = _target, Value = message.ToBytes(), Socket = puncher.Socket });
    }

    // The server is told, so that it need not wait for us; whether it hears of it or not, that is the end of it.
    private void SayAborted(ConnectError reason)
    {
        _abortedFor = reason;
        Say(PunchStep.Aborting, _serverRelay.Relay, _serverRelay.Peer, new HolepunchPayload { Error = PeerErrors.Aborted });
    }

    private void RoundAnswered(Instant now, Reply? reply)
    {
        if (!IsPunching || _said is not { } said) return;

        _said = null;
        if (_step == PunchStep.Aborting) GiveUp(now, Ways.Punch, _abortedFor);
        else if (reply is null) GiveUp(now, Ways.Punch, ConnectError.HolepunchNotAnswered);
        else if (!TryReadRound(reply, said, out var message)) Misled(now, ConnectError.BadHolepunchReply);
        else if (!_sealed!.TryOpen(message!.Payload.Span, out var payload)) Misled(now, ConnectError.HolepunchInvalid);
        else if (payload.Error == PeerErrors.TryLater && CanWait && said.IsPunching) ToldToWait(now);
        else if (payload.Error != PeerErrors.None) GiveUp(now, Ways.Punch, ConnectError.RemoteAborted);
        else Take(now, said, new RoundAnswer(payload, reply.From, reply.To, message.Peer ?? said.Relay));
    }

    private static bool TryReadRound(Reply reply, RoundSaid said, out HolepunchMessage? message)
    {
        message = null;
        return reply.Value is { } value
            && HolepunchMessage.TryDecode(value.Span, out message)
            && message.Mode == PeerMode.Reply
            && reply.From == said.Relay;
    }

    private void Misled(Instant now, ConnectError error)
    {
        Counts.Malformed++;
        GiveUp(now, Ways.Punch, error);
    }

    private void Take(Instant now, RoundSaid said, RoundAnswer answer)
    {
        // Whoever echoes the token that went to an address receives there.
        var isEchoed = said.Token is { } token && answer.Payload.RemoteToken == token;
        Puncher!.HandleRemote(answer.Payload.Firewall, answer.Payload.Addresses, answer.Payload.IsPunching, isEchoed ? said.Server.Host : null);
        switch (_step)
        {
            case PunchStep.Probing: ProbeAnswered(now, answer); break;
            case PunchStep.Delaying: PauseForTurn(now); break;
            case PunchStep.Asking: PunchAnswered(now); break;
        }
    }

    private void Pause(Instant now, PunchStep step, TimeSpan span)
    {
        _step = step;
        Wait(now, span);
    }

    private protected override void StepTimedOut(Instant now)
    {
        switch (_step)
        {
            case PunchStep.Pausing: AwaitAnalysis(now); break;
            case PunchStep.AwaitingTurn: AskToPunch(now); break;
            default: GiveUp(now, Ways.Passive, ConnectError.HolepunchAborted); break;
        }
    }

    private protected override void PunchEnded()
    {
        _step = PunchStep.Over;
        _said = null;
        StopWaiting();
    }

    private enum PunchStep
    {
        /// <summary>There is nothing to punch yet.</summary>
        None,

        /// <summary>A socket is being opened.</summary>
        Opening,

        /// <summary>The first round is out.</summary>
        Probing,

        /// <summary>The server gets time to learn of its NAT.</summary>
        Pausing,

        /// <summary>What our own NAT does is being found out.</summary>
        Analyzing,

        /// <summary>The server is told that we have to wait for our turn.</summary>
        Delaying,

        /// <summary>Our turn is waited for.</summary>
        AwaitingTurn,

        /// <summary>The server is asked to punch.</summary>
        Asking,

        /// <summary>Both sides do.</summary>
        Punching,

        /// <summary>The server is told that we do not.</summary>
        Aborting,

        /// <summary>It has ended, well or not.</summary>
        Over,
    }

    /// <summary>What was said last: by whom, to where, and with which token.</summary>
    private sealed record RoundSaid(PeerAddress Relay, PeerAddress Server, SecretToken? Token, bool IsPunching);

    /// <summary>What came back.</summary>
    /// <param name="Payload">What the server says.</param>
    /// <param name="By">The node between.</param>
    /// <param name="Us">Our pool socket as it sees it.</param>
    /// <param name="Server">The server as it sees it.</param>
    private sealed record RoundAnswer(HolepunchPayload Payload, PeerAddress By, PeerAddress Us, PeerAddress Server);
}
