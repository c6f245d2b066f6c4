using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Options of a supervisor that waits longer and longer before it starts its child again.</summary>
public static class Backoff
{
    /// <summary>Starts the child again after it has thrown; a child that ends otherwise ends the supervisor.</summary>
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new PlannedBackoff(new BackoffPlan(OnFailure: true, childProps, childName, minBackoff, maxBackoff, randomFactor))
            .WithMaxNrOfRetries(maxNrOfRetries);

    /// <summary>Starts the child again after it has ended.</summary>
    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new PlannedBackoff(new BackoffPlan(OnFailure: false, childProps, childName, minBackoff, maxBackoff, randomFactor))
            .WithMaxNrOfRetries(maxNrOfRetries);
}
