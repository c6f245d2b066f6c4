namespace Akka.TestKit;

/// <summary>A gate that opens after a number of counts.</summary>
public class TestLatch
{
    private readonly CountdownEvent _counts;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    /// <summary>A latch for one count.</summary>
    public TestLatch()
        : this(1)
    {
    }

    /// <summary>A latch for <paramref name="count"/> counts.</summary>
    public TestLatch(int count)
        : this(count, TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>A latch for <paramref name="count"/> counts that is waited for no longer than the default timeout.</summary>
    public TestLatch(int count, TimeSpan defaultTimeout)
        : this(static duration => duration, defaultTimeout, count)
    {
    }

    /// <summary>A latch for <paramref name="count"/> counts whose timeouts are stretched by <paramref name="dilate"/>.</summary>
    protected internal TestLatch(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        _dilate = dilate;
        _counts = new CountdownEvent(count);
        _defaultTimeout = defaultTimeout;
    }

    /// <summary>Whether all counts have come.</summary>
    public bool IsOpen => _counts.IsSet;

    /// <summary>Counts one.</summary>
    public void CountDown() => _counts.Signal();

    /// <summary>Opens at once.</summary>
    public void Open()
    {
        while (!IsOpen)
            CountDown();
    }

    /// <summary>Closes again, for as many counts as at first.</summary>
    public void Reset() => _counts.Reset();

    /// <summary>Waits until it is open; <see cref="TimeoutException"/> after the dilated timeout.</summary>
    public void Ready(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero)
            throw new ArgumentException("The timeout must not be negative", nameof(timeout));
        if (!_counts.Wait(_dilate(timeout)))
            throw new TimeoutException($"Timeout of {timeout} expired.");
    }

    /// <summary>Waits until it is open; <see cref="TimeoutException"/> after the default timeout.</summary>
    public void Ready() => Ready(_defaultTimeout);
}
