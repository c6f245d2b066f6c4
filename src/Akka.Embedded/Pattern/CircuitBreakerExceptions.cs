using Akka.Actor;

namespace Akka.Pattern;

/// <summary>The circuit breaker is open: the call was not made.</summary>
public class OpenCircuitException : AkkaException
{
    private const string UsualWords = "Circuit Breaker is open; calls are failing fast";

    /// <summary>In the usual words.</summary>
    public OpenCircuitException()
        : base(UsualWords)
    {
    }

    /// <summary>In words.</summary>
    public OpenCircuitException(string message)
        : base(message)
    {
    }

    /// <summary>In words, with the time the breaker stays open.</summary>
    public OpenCircuitException(string message, TimeSpan remainingDuration)
        : base(message) => RemainingDuration = remainingDuration;

    /// <summary>In words, with the failure that opened the breaker.</summary>
    public OpenCircuitException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>In words, with the failure that opened the breaker and the time it stays open.</summary>
    public OpenCircuitException(string message, Exception? cause, TimeSpan remainingDuration)
        : base(message, cause) => RemainingDuration = remainingDuration;

    /// <summary>In the usual words, with the failure that opened the breaker.</summary>
    public OpenCircuitException(Exception? cause)
        : base(UsualWords, cause)
    {
    }

    /// <summary>In the usual words, with the failure that opened the breaker and the time it stays open.</summary>
    public OpenCircuitException(Exception? cause, TimeSpan remainingDuration)
        : base(UsualWords, cause) => RemainingDuration = remainingDuration;

    /// <summary>How long the breaker stays open; zero while a trial is underway.</summary>
    public TimeSpan RemainingDuration { get; }
}

/// <summary>Somebody called <see cref="CircuitBreaker.Fail"/>.</summary>
public class UserCalledFailException : AkkaException
{
    /// <summary>In the usual words.</summary>
    public UserCalledFailException()
        : base($"User code caused [{nameof(CircuitBreaker)}] to fail because it calls the [{nameof(CircuitBreaker.Fail)}()] method.")
    {
    }
}
