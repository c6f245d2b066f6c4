namespace Akka.TestKit;

/// <summary>Holds threads until a number of them have come.</summary>
public class TestBarrier
{
    private readonly TestKitBase _testKit;
    private readonly TimeSpan _defaultTimeout;
    private readonly int _count;
    private readonly Barrier _barrier;

    /// <summary>A barrier for <paramref name="count"/> threads.</summary>
    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _count = count;
        _barrier = new Barrier(count);
    }

    /// <summary>Waits for the others, no longer than the default timeout.</summary>
    public void Await() => Await(_defaultTimeout);

    /// <summary>Waits for the others, no longer than the dilated timeout; who has waited in vain does not count any more.</summary>
    public void Await(TimeSpan timeout) => _barrier.SignalAndWait(_testKit.Dilated(timeout));

    /// <summary>Starts anew, for as many threads as at first.</summary>
    public void Reset()
    {
        _barrier.RemoveParticipants(_count);
        _barrier.AddParticipants(_count);
    }
}
