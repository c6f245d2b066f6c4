using System.Globalization;

namespace AkkaDht.Simulation;

/// <summary>
/// Plays a story under one seed after another, on all processors. What fails names its seed; the environment variable
/// <c>SEED</c> plays that one again, and <c>SEEDS</c> says how many to play where there is more time.
/// </summary>
public static class Story
{
    /// <summary>Plays a story under the seeds 1, 2, 3, …</summary>
    /// <param name="story">Creates a network of that seed, runs it and throws when something is wrong.</param>
    /// <param name="seeds">How many seeds, unless the environment says otherwise.</param>
    /// <param name="atMost">How many at most, whatever the environment says: for stories that take long.</param>
    /// <exception cref="StoryFailedException">The story threw; of several seeds the lowest that was played.</exception>
    public static void Play(Action<int> story, int seeds, int atMost = int.MaxValue) => Play(story, seeds, atMost, Environment.GetEnvironmentVariable);

    internal static void Play(Action<int> story, int seeds, int atMost, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(story);
        if (Read(environment("SEED")) is { } only)
        {
            PlayOnce(story, only);
            return;
        }

        var failures = new SortedDictionary<int, StoryFailedException>();
        Parallel.For(1, Math.Min(Read(environment("SEEDS")) ?? seeds, atMost) + 1, (seed, loop) =>
        {
            try
            {
                PlayOnce(story, seed);
            }
            catch (StoryFailedException failure)
            {
                lock (failures) failures.Add(seed, failure);
                loop.Break();
            }
        });
        if (failures.Count > 0) throw failures.First().Value;
    }

    private static void PlayOnce(Action<int> story, int seed)
    {
        try
        {
            story(seed);
        }
        catch (Exception cause)
        {
            throw new StoryFailedException(seed, cause);
        }
    }

    private static int? Read(string? variable) =>
        string.IsNullOrEmpty(variable) ? null : int.Parse(variable, CultureInfo.InvariantCulture);
}

/// <summary>A story failed; the message says under which seed.</summary>
public sealed class StoryFailedException(int seed, Exception cause)
    : Exception($"The story failed; SEED={seed} plays it again: {cause?.Message}", cause)
{
    /// <summary>The seed that plays the failure again.</summary>
    public int Seed => seed;
}
