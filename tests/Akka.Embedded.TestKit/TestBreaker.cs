using Akka.Pattern;

namespace Akka.TestKit;

/// <summary>A circuit breaker with a latch for each of its states, counted down when the breaker enters it.</summary>
public class TestBreaker
{
    /// <summary>Listens to a breaker.</summary>
    public TestBreaker(CircuitBreaker instance)
    {
        Instance = instance
            .OnClose(() => CountDown(ClosedLatch))
            .OnHalfOpen(() => CountDown(HalfOpenLatch))
            .OnOpen(() => CountDown(OpenLatch));
    }

    /// <summary>The breaker.</summary>
    public CircuitBreaker Instance { get; }

    /// <summary>Set once the breaker has closed.</summary>
    public CountdownEvent ClosedLatch { get; } = new(1);

    /// <summary>Set once the breaker has been half open.</summary>
    public CountdownEvent HalfOpenLatch { get; } = new(1);

    /// <summary>Set once the breaker has opened.</summary>
    public CountdownEvent OpenLatch { get; } = new(1);

    private static void CountDown(CountdownEvent latch)
    {
        if (!latch.IsSet)
            latch.Signal();
    }
}
