namespace Akka.Actor;

/// <summary>
/// Counts the restarts of one child. With a window, a bound of n allows n restarts inside it, and no bound means one; without
/// a window the bound holds for good, and no bound means no end.
/// </summary>
internal sealed class RestartBudget
{
    private int _used;
    private long _windowStart;

    public bool TryTake(int maxRetries, int withinMilliseconds, TimeProvider time)
    {
        if (maxRetries == 0)
            return false;
        if (withinMilliseconds <= 0)
            return maxRetries < 0 || ++_used <= maxRetries;

        var now = time.GetTimestamp();
        if (_used == 0 || time.GetElapsedTime(_windowStart, now).TotalMilliseconds > withinMilliseconds)
        {
            _windowStart = now;
            _used = 0;
        }

        return ++_used <= Math.Max(maxRetries, 1);
    }
}
