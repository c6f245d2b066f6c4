using System.Globalization;

namespace Akka.Embedded.Deterministic;

/// <summary>
/// Plays a scenario under one seed after another. What fails names its seed; the environment variable <c>SEED</c> plays that
/// one again, and <c>SEEDS</c> says how many to play where there is more time.
/// </summary>
public static class Scenario
{
    /// <summary>Plays a scenario under the seeds 1, 2, 3, …</summary>
    /// <param name="scenario">Creates systems, runs them and throws when something is wrong.</param>
    /// <param name="seeds">How many seeds, unless the environment says otherwise.</param>
    /// <exception cref="ScenarioFailedException">The scenario threw.</exception>
    public static void Play(Action<DeterministicRuntime> scenario, int seeds = 10) =>
        Play(scenario, seeds, Environment.GetEnvironmentVariable);

    internal static void Play(Action<DeterministicRuntime> scenario, int seeds, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (Read(environment("SEED")) is { } only)
        {
            PlayOnce(scenario, only);
            return;
        }

        var count = Read(environment("SEEDS")) ?? (ulong)seeds;
        for (ulong seed = 1; seed <= count; seed++)
            PlayOnce(scenario, seed);
    }

    private static void PlayOnce(Action<DeterministicRuntime> scenario, ulong seed)
    {
        var runtime = new DeterministicRuntime(seed);
        try
        {
            scenario(runtime);
            runtime.Dispose();
        }
        catch (Exception cause)
        {
            throw new ScenarioFailedException(runtime, cause);
        }
    }

    private static ulong? Read(string? variable) =>
        string.IsNullOrEmpty(variable) ? null : ulong.Parse(variable, CultureInfo.InvariantCulture);
}

/// <summary>A scenario failed; the message says under which seed, when, and what the actors got last.</summary>
public sealed class ScenarioFailedException : Exception
{
    internal ScenarioFailedException(DeterministicRuntime runtime, Exception cause) : base(Describe(runtime, cause), cause) =>
        Seed = runtime.Seed;

    /// <summary>The seed that plays the failure again.</summary>
    public ulong Seed { get; }

    private static string Describe(DeterministicRuntime runtime, Exception cause) =>
        $"""
         The scenario failed at {runtime.Elapsed:c} of virtual time; SEED={runtime.Seed} plays it again: {cause.Message}
         The last messages:
         {string.Join(Environment.NewLine, runtime.LastMessages)}
         """;
}
