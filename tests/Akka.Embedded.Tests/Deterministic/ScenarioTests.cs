#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Deterministic;

public sealed class ScenarioTests
{
    [Fact]
    public void A_failure_names_its_seed_and_what_the_actors_got_last()
    {
        var failure = Assert.Throws<ScenarioFailedException>(() => Play(runtime => FailUnder(runtime, seed: 4)));

        Assert.Equal(4ul, failure.Seed);
        Assert.Contains("SEED=4", failure.Message, StringComparison.Ordinal);
        Assert.Contains("akka://scenario/user/echo <- hello", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void The_seed_of_the_environment_is_the_only_one_played()
    {
        List<ulong> played = [];

        Play(runtime => played.Add(runtime.Seed), ("SEED", "77"), ("SEEDS", "5"));

        Assert.Equal([77ul], played);
    }

    [Fact]
    public void The_environment_says_how_many_seeds_are_played()
    {
        List<ulong> played = [];

        Play(runtime => played.Add(runtime.Seed), ("SEEDS", "3"));

        Assert.Equal([1ul, 2ul, 3ul], played);
    }

    [Fact]
    public void Systems_that_a_scenario_leaves_behind_are_terminated()
    {
        var systems = new List<ActorSystem>();

        Play(runtime => systems.Add(runtime.CreateSystem("left")));

        Assert.Equal(10, systems.Count);
        Assert.All(systems, system => Assert.True(system.WhenTerminated.IsCompletedSuccessfully));
    }

    private static void FailUnder(DeterministicRuntime runtime, ulong seed)
    {
        var echo = runtime.CreateSystem("scenario").ActorOf(Props.Create<Echo>(), "echo");
        runtime.Await(echo.Ask<string>("hello"));
        if (runtime.Seed == seed)
            throw new InvalidOperationException("as planned");
    }

    private static void Play(Action<DeterministicRuntime> scenario, params (string Name, string Value)[] environment) =>
        Scenario.Play(scenario, seeds: 10, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
#endif
