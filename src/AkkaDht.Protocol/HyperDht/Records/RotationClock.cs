namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>
/// When two generations change places: every two thirds of an age, but for a time that a full generation has anticipated, so that
/// entries live two thirds to four thirds of it; an age of zero never ends. Counts from the first entry on, so that an empty table asks for nothing.
/// Reference: xache and record-cache, _gcAuto.
/// </summary>
internal sealed class RotationClock(TimeSpan age)
{
    // As the reference rounds it, in whole milliseconds.
    private readonly TimeSpan _period = TimeSpan.FromMilliseconds(Math.Ceiling(age.TotalMilliseconds * 2 / 3));
    private bool _wasAnticipated;

    /// <summary>When <see cref="TryTurn"/> is due.</summary>
    public Instant Next { get; private set; } = Instant.Never;

    /// <summary>There is an entry.</summary>
    public void Start(Instant now)
    {
        if (Next == Instant.Never && _period > TimeSpan.Zero) Next = now + _period;
    }

    /// <summary>The generations have changed places before their time.</summary>
    public void Anticipate() => _wasAnticipated = true;

    /// <summary>Takes the next time that has come; <paramref name="rotates"/> says whether the generations are to change places.</summary>
    public bool TryTurn(Instant now, out bool rotates)
    {
        rotates = !_wasAnticipated;
        if (now < Next) return false;

        _wasAnticipated = false;
        Next += _period;
        return true;
    }

    /// <summary>Nothing is left.</summary>
    public void Stop() => (Next, _wasAnticipated) = (Instant.Never, false);
}
