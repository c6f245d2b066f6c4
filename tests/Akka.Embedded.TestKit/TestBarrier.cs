namespace Akka.TestKit;

/// <summary>Holds threads until a number of them have come.</summary>
public class TestBarrier
{
    private readonly TestKitBase _testKit;
    private readonly TimeSpan _defaultTimeout;
    private readonly Barrier _barrier;

    /// <summary>A barrier for <paramref name="count"/> threads.</summary>
    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    /// <summary>Waits for the others; <see cref="TimeoutException"/> after the default timeout.</summary>
    public void Await() => Await(_defaultTimeout);

    /// <summary>Waits for the others; <see cref="TimeoutException"/> after the dilated timeout.</summary>
    public void Await(TimeSpan timeout)
    {
        if (!_barrier.SignalAndWait(_testKit.Dilated(timeout)))
            throw new TimeoutException($"Timeout of {timeout} expired.");
    }

    /// <summary>Starts anew; a barrier that has let its threads through is ready by itself.</summary>
    public void Reset()
    {
    }
}
