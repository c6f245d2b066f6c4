using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <content>The requests of a round, and taking announcements back.</content>
public sealed partial class Announcer
{
    private readonly Dictionary<long, (Step Step, AnnouncedRelay Relay)> _asked = [];
    private long _lastTag;

    /// <summary>The outcome of a request: its reply, or null when there is none. What a phase that is over had asked is ignored.</summary>
    public void HandleReply(Instant now, long tag, Reply? reply)
    {
        if (!_asked.Remove(tag, out var asked)) return;

        if (reply is { Error: ErrorCodes.Ok }) Answered(asked.Step, asked.Relay, reply);
        EndStepIfSettled(now);
    }

    private void Ask(Step step, AnnouncedRelay relay, RequestSpec spec)
    {
        _asked.Add(++_lastTag, (step, relay));
        _outputs.Enqueue(new AnnouncerOutput.Ask(_lastTag, spec));
    }

    private void Answered(Step step, AnnouncedRelay relay, Reply reply)
    {
        switch (step)
        {
            case Step.Announce: _relays.Add(relay); break;
            case Step.Ping: Ponged(relay, reply); break;
            case Step.FindToken: Unannounce(relay, reply); break;
            default: break;
        }
    }

    // A node that knows nothing of the server has nothing to forget.
    private void Unannounce(AnnouncedRelay relay, Reply found)
    {
        if (found.Value is not null && Presence.CanBeSignedFor(found))
            Ask(Step.Unannounce, relay, Presence.Unannounce(_crypto, _keyPair, _target, found));
    }

    private void EndStepIfSettled(Instant now)
    {
        if (_asked.Count > 0) return;

        switch (_phase)
        {
            case Phase.Leaving: HaveLeft(now); break;
            case Phase.Announcing or Phase.Dropping or Phase.Pinging when _wish != Wish.Running: Leave(now); break;
            case Phase.Announcing: Drop(now); break;
            case Phase.Dropping: BeginWatch(now); break;
            case Phase.Pinging: EndPings(now); break;
            default: break;
        }
    }

    // An announcement that is on its way is waited for, since it could not be taken back otherwise.
    private void Withdraw(Instant now, Wish wish)
    {
        if (_wish == Wish.Closed || _wish == wish) return;

        _wish = wish;
        if (_phase != Phase.Leaving) _deadline = now + _settings.LeaveTimeout;
        switch (_phase)
        {
            case Phase.Walking: _outputs.Enqueue(new AnnouncerOutput.StopWalking()); break;
            case Phase.Announcing or Phase.Leaving: break;
            default: Leave(now); break;
        }
    }

    private void Leave(Instant now)
    {
        AnnouncedRelay[] relays = [.. _relays.Current, .. _phase == Phase.Dropping ? _relays.Dropped() : []];
        Forget();
        _phase = Phase.Leaving;
        foreach (var relay in relays) Ask(Step.FindToken, relay, Presence.Find(_target, relay.Node));
        EndStepIfSettled(now);
    }

    private void HaveLeft(Instant now)
    {
        Forget();
        _relays.Leave();
        Publish();
        Enter(Phase.Idle, Instant.Never);
        if (_wish == Wish.Running) BeginRoundWhenOnline(now);
        else _outputs.Enqueue(new AnnouncerOutput.Left(_wish == Wish.Closed));
    }

    private void Forget() => _asked.Clear();

    private enum Step : byte
    {
        Announce,
        Ping,
        FindToken,
        Unannounce,
    }
}
