using System.Collections.Concurrent;

namespace AkkaDht.Simulation.Tests;

/// <summary>One story, many seeds.</summary>
public sealed class StoryTests
{
    private readonly ConcurrentBag<int> _played = [];

    [Fact]
    public void Every_seed_is_played_once()
    {
        Play(_played.Add);

        Assert.Equal(Enumerable.Range(1, 20), _played.Order());
    }

    [Fact]
    public void The_environment_may_ask_for_more()
    {
        Play(_played.Add, ("SEEDS", "50"));

        Assert.Equal(Enumerable.Range(1, 50), _played.Order());
    }

    [Fact]
    public void A_long_story_is_not_played_more_often_than_it_allows()
    {
        Story.Play(_played.Add, 20, atMost: 30, name => name == "SEEDS" ? "50" : null);

        Assert.Equal(30, _played.Count);
    }

    [Fact]
    public void The_environment_may_ask_for_one_seed_only()
    {
        Play(_played.Add, ("SEED", "77"), ("SEEDS", "50"));

        Assert.Equal([77], _played);
    }

    [Fact]
    public void The_lowest_seed_that_failed_is_named()
    {
        var failure = Assert.Throws<StoryFailedException>(() => Play(seed => Assert.True(seed < 7, "Seven and above are too many.")));

        Assert.Equal(7, failure.Seed);
        Assert.Contains("SEED=7 plays it again", failure.Message, StringComparison.Ordinal);
        Assert.Contains("too many", failure.Message, StringComparison.Ordinal);
    }

    private static void Play(Action<int> story, params (string Name, string Value)[] environment) =>
        Story.Play(story, 20, int.MaxValue, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
