using AkkaDht.Protocol;

namespace AkkaDht.Driving;

/// <summary>The one place where an actor reads the time. Tests give it a time provider that they advance together with the scheduler.</summary>
internal sealed class Clock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Time since the clock was made.</summary>
    public Instant Now => Instant.Zero + time.GetElapsedTime(_origin);

    /// <summary>The time of day, as peers mean it.</summary>
    public long UnixMilliseconds => time.GetUtcNow().ToUnixTimeMilliseconds();
}
