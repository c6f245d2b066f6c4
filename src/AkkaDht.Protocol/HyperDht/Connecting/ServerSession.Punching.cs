using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>What the client says of the hole punch, and what it is answered (03-hyperdht.md §9, "Holepunch request"). Reference: _onpeerholepunch.</content>
public sealed partial class ServerSession
{
    // Messages that wait for what our NAT does to be known; no more than MaxWaitingRequests.
    private readonly Queue<Round> _rounds = new();
    private ulong _round;
    private bool _hasReopened;
    private bool _isAnswering;

    /// <summary>A request about the hole punch of this session came by a node between; it is answered or ignored by an action.</summary>
    /// <param name="now">The time.</param>
    /// <param name="request">Names the request in the action; any number that its owner likes.</param>
    /// <param name="isServerRelay">Whether the node it came by is one of those at which this server is announced now, or was in the two rounds before.</param>
    /// <param name="message">The message; it names the client's address.</param>
    /// <param name="data">The request itself: the node it came by, our address as that node sees it, and the socket it came in on.</param>
    public void HandleHolepunch(Instant now, long request, bool isServerRelay, HolepunchMessage message, IncomingRequest data)
    {
        if (IsOver || IsDirect || _sealed is null || message.Peer is not { Port: > 0 } client)
        {
            Want(new PeerAction.Ignore(request));
        }
        else if (!_sealed.TryOpen(message.Payload.Span, out var payload))
        {
            Counts.Malformed++;
            Want(new PeerAction.Ignore(request));
        }
        else
        {
            Counts.Rounds++;
            Take(now, new Round(request, client, payload, isServerRelay, _sealed.TokenOf(client.Host)), data);
        }
    }

    private void Take(Instant now, Round round, IncomingRequest data)
    {
        if (!IsPunching || round.Payload.Error != PeerErrors.None)
        {
            _round = Math.Max(_round, round.Payload.Round);
            AnswerAborted(now, round, PeerErrors.Aborted, ConnectError.RemoteAborted);
            return;
        }

        if (_rounds.Count >= Settings.MaxWaitingRequests)
        {
            Counts.RefusedByBound++;
            Want(new PeerAction.Ignore(round.Request));
            return;
        }

        Hear(now, round, data);
        _rounds.Enqueue(round);
        AnswerRounds(now);
    }

    // An older round than one already heard says nothing new, but is answered.
    private void Hear(Instant now, Round round, IncomingRequest data)
    {
        var puncher = Puncher!;
        if (round.Payload.Round >= _round)
        {
            _round = round.Payload.Round;
            puncher.HandleRemote(round.Payload.Firewall, round.Payload.Addresses, round.Payload.IsPunching, round.IsEchoed ? round.Client.Host : null);
        }

        if (data.Socket != puncher.Socket) return;

        puncher.HandleSample(data.To, data.From);
        DrainPuncher(now);
    }

    private protected override void Analyzed(Instant now) => AnswerRounds(now);

    private void AnswerRounds(Instant now)
    {
        if (_isAnswering) return;

        _isAnswering = true;
        while (IsPunching && IsNatKnown(now) && _rounds.TryDequeue(out var round)) Answer(now, round);
        _isAnswering = false;
    }

    // A client that punches already does not wait for a better socket.
    private bool IsNatKnown(Instant now)
    {
        var puncher = Puncher!;
        if (_rounds.Count == 0 || puncher.Socket is null || !puncher.IsAnalyzed) return false;
        if (!puncher.IsUnstable || puncher.IsRemotePunching || _hasReopened) return true;

        _hasReopened = true;
        puncher.Reopen(now);
        DrainPuncher(now);
        return IsPunching && puncher.IsAnalyzed;
    }

    private void Answer(Instant now, Round round)
    {
        var puncher = Puncher!;
        if (puncher.IsUnstable && !puncher.IsRemotePunching)
        {
            AnswerAborted(now, round, PeerErrors.Aborted, ConnectError.HolepunchProbeTimeout);
            return;
        }

        KnockBack(now, round);
        if (puncher.IsRemotePunching && !TryJoin(now, round)) return;

        // The client is told, so it stays true from here on.
        if (puncher.Nat.Firewall != FirewallKind.Unknown) puncher.Nat.Freeze();
        AnswerWith(round, PeerErrors.None);
    }

    // The client has opened its NAT for the address that is ours: one packet may be all that it takes.
    private void KnockBack(Instant now, Round round)
    {
        var nat = Puncher!.Nat;
        if (nat.Firewall is not (FirewallKind.Open or FirewallKind.Consistent)) return;
        if (round.Payload.RemoteAddress is not { } opened || nat.Addresses?.Contains(opened) != true) return;

        Puncher.Ping(round.Client);
        DrainPuncher(now);
    }

    // False when the round has been answered otherwise.
    private bool TryJoin(Instant now, Round round)
    {
        if (!Allows(_admission!.Holepunch))
        {
            AnswerAborted(now, round, PeerErrors.Aborted, ConnectError.HolepunchAborted);
            return false;
        }

        StopWaiting();
        if (!Puncher!.TryReserve(now))
        {
            AnswerTryLater(now, round);
            return false;
        }

        if (TryPunch(now)) return true;

        AnswerAborted(now, round, PeerErrors.Aborted, ConnectError.RemoteNotHolepunchable);
        return false;
    }

    // Random punches take turns. A relay makes the time for that; without one there is none.
    private void AnswerTryLater(Instant now, Round round)
    {
        Counts.TriesLater++;
        if (CanWait) AnswerWith(round, PeerErrors.TryLater);
        else AnswerAborted(now, round, PeerErrors.TryLater, ConnectError.HolepunchAborted);
    }

    // The token goes only by a node that we chose: what comes back by it then proves that the client receives where it says.
    private void AnswerWith(Round round, ulong error)
    {
        var puncher = Puncher!;
        var payload = new HolepunchPayload
        {
            Error = error,
            Firewall = puncher.Nat.Firewall,
            Round = _round,
            IsConnected = puncher.IsConnected,
            IsPunching = puncher.IsPunching,
            Addresses = puncher.Nat.Addresses,
            Token = round.IsServerRelay ? round.Token : null,
            RemoteToken = round.Payload.Token,
        };
        Want(new PeerAction.AnswerHolepunch(round.Request, _sealed!.Seal(payload), puncher.Socket));
    }

    private void AnswerAborted(Instant now, Round round, ulong error, ConnectError reason)
    {
        var payload = new HolepunchPayload { Error = error, Round = _round };
        Want(new PeerAction.AnswerHolepunch(round.Request, _sealed!.Seal(payload), Vantage.RequestSocket));
        if (IsPunching) GiveUp(now, Ways.Punch, reason);
    }

    private protected override void PunchEnded()
    {
        IgnoreRounds();
        if (!_isClearing) StopWaiting();
        if (!IsOver) AnswerWaiting();
    }

    private void IgnoreRounds()
    {
        while (_rounds.TryDequeue(out var round)) Want(new PeerAction.Ignore(round.Request));
    }

    /// <summary>One message of the client.</summary>
    /// <param name="Request">The request that brought it.</param>
    /// <param name="Client">Where the client is, as the node between sees it.</param>
    /// <param name="Payload">What it says.</param>
    /// <param name="IsServerRelay">Whether the node between is one of ours.</param>
    /// <param name="Token">What only the client's host can echo.</param>
    private sealed record Round(long Request, PeerAddress Client, HolepunchPayload Payload, bool IsServerRelay, SecretToken Token)
    {
        public bool IsEchoed => IsServerRelay && Payload.RemoteToken == Token;
    }
}
