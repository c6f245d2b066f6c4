using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <content>The second round of a hole punch: both sides agree to begin (03-hyperdht.md §8.13, §8.14).</content>
public sealed partial class ConnectAttempt
{
    private bool _isDelayed;

    private void AskToPunch(Instant now)
    {
        var puncher = Puncher!;
        Stage = ConnectStage.Punching;

        // What the server is told of our NAT stays true from here on.
        puncher.Nat.Freeze();
        if (puncher.TryReserve(now)) SayPunching();
        else WaitForTurn(now);
    }

    // Random punches take turns. A relay makes the time for that; without one there is none.
    private void WaitForTurn(Instant now)
    {
        Counts.TriesLater++;
        if (!CanWait)
        {
            GiveUp(now, Ways.Punch, ConnectError.HolepunchAborted);
        }
        else if (_isDelayed)
        {
            PauseForTurn(now);
        }
        else
        {
            _isDelayed = true;
            Say(PunchStep.Delaying, _relay, _server, new HolepunchPayload { Token = _sealed!.TokenOf(_server.Host), RemoteToken = _serverToken });
        }
    }

    private void PauseForTurn(Instant now)
    {
        var spread = TimeSpan.FromMilliseconds(Random.Next(1 + (int)Math.Min(Settings.TryLaterSpread.TotalMilliseconds, int.MaxValue - 1)));
        Pause(now, PunchStep.AwaitingTurn, Settings.TryLaterWait + spread);
    }

    // The token goes to where we think the server is, and comes back only from there. Once delayed, the server has echoed one.
    private void SayPunching()
    {
        var round = new HolepunchPayload { IsPunching = true, RemoteToken = _serverToken };
        if (_isDelayed) Say(PunchStep.Asking, _serverRelay.Relay, _serverRelay.Peer, round);
        else Say(PunchStep.Asking, _relay, _server, round with { Token = _sealed!.TokenOf(_server.Host) });
    }

    private void PunchAnswered(Instant now)
    {
        if (!Puncher!.IsRemotePunching) GiveUp(now, Ways.Punch, ConnectError.RemoteNotHolepunching);
        else if (!TryPunch(now)) GiveUp(now, Ways.Punch, ConnectError.RemoteNotHolepunchable);
        else if (_step == PunchStep.Asking) _step = PunchStep.Punching;
    }

    private void ToldToWait(Instant now)
    {
        Counts.TriesLater++;
        _isDelayed = true;
        Puncher!.CancelReservation();
        PauseForTurn(now);
    }
}
