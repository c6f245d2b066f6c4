namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>
/// Lets few of a node's hole punches be random ones, since each takes hundreds of sockets or probes: so many at a time, and none
/// for a while after one has ended (03-hyperdht.md §11). All punches of a node share one gate, from whatever thread.
/// Reference: hyperdht <c>index.js</c>, _randomPunches, _randomPunchLimit, _lastRandomPunch.
/// </summary>
/// <param name="limit">How many may run at a time.</param>
/// <param name="interval">How long nobody may begin after one has ended; null for 20 s.</param>
public sealed class RandomPunchGate(int limit = 1, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(20);
    private State _state = new(Inside: 0, OpensAt: null);

    /// <summary>How many are inside.</summary>
    public int Inside => Volatile.Read(ref _state).Inside;

    /// <summary>Whether one might begin now; somebody else may be faster.</summary>
    public bool MayPunch(Instant now) => IsOpen(Volatile.Read(ref _state), now);

    /// <summary>Begins one, if it may; whoever is let in leaves again with <see cref="Exit"/> or <see cref="Leave"/>.</summary>
    public bool TryEnter(Instant now)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (!IsOpen(state, now)) return false;
            if (TryChange(state, state with { Inside = state.Inside + 1 })) return true;
        }
    }

    /// <summary>One that was let in has ended; the interval begins.</summary>
    public void Exit(Instant now) => Change(state => new State(state.Inside - 1, now + _interval));

    /// <summary>One that was let in has not punched after all.</summary>
    public void Leave() => Change(state => state with { Inside = state.Inside - 1 });

    /// <summary>Nobody begins within the interval from now, as after a start that must not begin with a burst (the reference's deferRandomPunch).</summary>
    public void Defer(Instant now) => Change(state => state with { OpensAt = now + _interval });

    private bool IsOpen(State state, Instant now) => state.Inside < limit && !(now < state.OpensAt);

    private void Change(Func<State, State> change)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var changed = change(state);
            Invariant.That(changed.Inside >= 0, "Whoever leaves the gate has been let in.");
            if (TryChange(state, changed)) return;
        }
    }

    private bool TryChange(State from, State to) => Interlocked.CompareExchange(ref _state, to, from) == from;

    private sealed record State(int Inside, Instant? OpensAt);
}
