using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.HyperDht.Announcing;

/// <content>One round: walk, announce, let go of earlier relays, and ping until the next one is due.</content>
public sealed partial class Announcer
{
    private IReadOnlyList<Node> _closestNodes = [];
    private Instant _roundBeganAt;
    private int _pings;
    private int _answeredPings;
    private int _emptyRounds;
    private bool _isRoundWanted;

    /// <summary>The walk is over: the closest nodes that proved their ids, nearest first; also when it was stopped or failed.</summary>
    public void HandleWalked(Instant now, IReadOnlyList<Reply> closest)
    {
        if (_phase != Phase.Walking) return;

        if (_wish != Wish.Running) Leave(now);
        else Announce(now, closest);
    }

    private void BeginRoundWhenOnline(Instant now)
    {
        if (_isOnline) BeginRound(now);
        else Enter(Phase.Waiting, Instant.Never);
    }

    // What a relay does or does not answer must not make a server walk without a pause.
    private void BeginRoundInTime(Instant now)
    {
        var earliest = _roundBeganAt + PauseBetweenRounds();
        if (_isOnline && now < earliest) Enter(Phase.Waiting, earliest);
        else BeginRoundWhenOnline(now);
    }

    // A network that has just begun has nodes to announce to within moments.
    private TimeSpan PauseBetweenRounds()
    {
        if (_emptyRounds == 0) return _settings.MinRoundInterval;

        var pause = _settings.FirstRetry * Math.Pow(2, Math.Min(_emptyRounds - 1, 30));
        return pause < _settings.MinRoundInterval ? pause : _settings.MinRoundInterval;
    }

    private void BeginRound(Instant now)
    {
        Forget();
        _isRoundWanted = false;
        _roundBeganAt = now;
        _relays.Begin();
        Enter(Phase.Walking, Instant.Never);
        _outputs.Enqueue(new AnnouncerOutput.Walk(_closestNodes));
    }

    private void Announce(Instant now, IReadOnlyList<Reply> closest)
    {
        Enter(Phase.Announcing, Instant.Never);
        if (closest.Count > 0) _closestNodes = [.. closest.Where(reply => reply.FromId is not null).Select(reply => reply.FromNode!.Value)];

        foreach (var reply in closest.Where(Presence.CanBeSignedFor).Take(_settings.Relays))
            Ask(Step.Announce, new AnnouncedRelay(reply.FromNode!.Value, reply.To), Presence.Announce(_crypto, _keyPair, _target, reply));
        EndStepIfSettled(now);
    }

    private void Drop(Instant now)
    {
        _emptyRounds = _relays.Current.Count == 0 ? _emptyRounds + 1 : 0;
        Publish();
        _outputs.Enqueue(new AnnouncerOutput.Announced());
        Enter(Phase.Dropping, Instant.Never);
        foreach (var relay in _relays.Dropped()) Ask(Step.FindToken, relay, Presence.Find(_target, relay.Node));
        EndStepIfSettled(now);
    }

    private void BeginWatch(Instant now)
    {
        _pings = 0;
        BeginPings(now);
    }

    private void BeginPings(Instant now)
    {
        if (_isRoundWanted)
        {
            BeginRoundInTime(now);
            return;
        }

        _pings++;
        _answeredPings = 0;
        Enter(Phase.Pinging, Instant.Never);
        foreach (var relay in _relays.Current) Ask(Step.Ping, relay, RequestSpec.Ping(relay.Node.Address) with { ToId = relay.Node.Id });
        EndStepIfSettled(now);
    }

    // Fewer relays than asked for is normal in a small network; fewer than there were is a loss.
    private void EndPings(Instant now)
    {
        var isLost = _answeredPings < _relays.Current.Count || _relays.Current.Count == 0;
        if (isLost || _isRoundWanted) BeginRoundInTime(now);
        else Enter(Phase.Resting, now + _settings.PingInterval);
    }

    private void EndRest(Instant now)
    {
        if (_pings >= _settings.PingsPerRound) BeginRoundWhenOnline(now);
        else BeginPings(now);
    }

    private void Ponged(AnnouncedRelay relay, Reply pong)
    {
        _answeredPings++;
        if (pong.To != relay.SeenAs) _isRoundWanted = true;
    }

    private void Enter(Phase phase, Instant deadline) => (_phase, _deadline) = (phase, deadline);
}
