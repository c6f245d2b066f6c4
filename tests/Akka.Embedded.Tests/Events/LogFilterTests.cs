using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>Lines that are left out of the log.</summary>
public sealed class LogFilterTests : Akka.TestKit.Xunit2.TestKit
{
    [Theory]
    [InlineData("noisy actor", false)]
    [InlineData("a noisy actor", true)]
    [InlineData("Noisy actor", true)]
    [InlineData("idle chatter", false)]
    [InlineData("idle chatter, again", true)]
    [InlineData("in the middle", false)]
    [InlineData("exact", false)]
    [InlineData("exactly", true)]
    [InlineData("rex", false)]
    public void A_source_is_left_out_by_start_end_part_name_or_pattern(string source, bool expected)
    {
        var filters = new LogFilterBuilder()
            .ExcludeSourceStartingWith("noisy")
            .ExcludeSourceEndingWith("chatter")
            .ExcludeSourceContaining("mid")
            .ExcludeSourceExactly("exact")
            .ExcludeSourceRegex(new Regex("^r.x$"))
            .Build()
            .CreateEvaluator();

        Assert.True(filters.EvaluatesLogSourcesOnly);
        Assert.Equal(expected, filters.ShouldTryKeepMessage(Line(source, "x"), out _));
    }

    [Theory]
    [InlineData("a secret", false)]
    [InlineData("A Secret", true)]
    [InlineData("code 123", false)]
    [InlineData("code", true)]
    public void A_line_is_left_out_by_part_or_pattern(string message, bool expected)
    {
        var filters = new LogFilterBuilder().ExcludeMessageContaining("secret").ExcludeMessageRegex(new Regex("code [0-9]+$")).Build().CreateEvaluator();

        Assert.False(filters.EvaluatesLogSourcesOnly);
        Assert.Equal(expected, filters.ShouldTryKeepMessage(Line("fine", message), out _));
    }

    [Fact]
    public void The_text_that_filters_see_has_the_cause_in_it()
    {
        var filters = new LogFilterBuilder().ExcludeMessageContaining("secret").Build().CreateEvaluator();

        Assert.False(filters.ShouldTryKeepMessage(new Error(new InvalidOperationException("secret"), "fine", typeof(string), "x"), out _));
    }

    [Fact]
    public void A_line_that_is_kept_comes_with_its_text()
    {
        Assert.True(LogFilterEvaluator.NoFilters.ShouldTryKeepMessage(Line("fine", "hello"), out var whole));
        Assert.EndsWith("[fine] hello", whole);

        Assert.True(new LogFilterBuilder().ExcludeMessageContaining("secret").Build().CreateEvaluator().ShouldTryKeepMessage(Line("fine", "hello"), out whole));
        Assert.EndsWith("[fine] hello", whole);
    }

    [Fact]
    public async Task Filters_come_into_a_system_by_its_setup_and_hold_for_its_standard_output()
    {
        var config = ConfigurationFactory.ParseString(
            $"akka.stdout-logger-class = \"{typeof(Keeper).AssemblyQualifiedName}\", akka.loggers = [\"Akka.Event.DefaultLogger\"]");
        var system = ActorSystem.Create(
            "filtered",
            ActorSystemSetup.Create(
                BootstrapSetup.Create().WithConfig(config),
                new LogFilterBuilder().ExcludeSourceContaining("noisy").ExcludeMessageContaining("hidden").Build()));
        var keeper = Assert.IsType<Keeper>(system.Settings.StdoutLogger);

        Logging.GetLogger(system, "noisy").Warning("unseen");
        Logging.GetLogger(system, "fine").Warning("hidden");
        Logging.GetLogger(system, "fine").Warning("seen");

        AwaitAssert(() => Assert.Contains("seen", keeper.Lines));
        Assert.DoesNotContain("unseen", keeper.Lines);
        Assert.DoesNotContain("hidden", keeper.Lines);
        await system.Terminate();
    }

    private static Info Line(string source, string message) => new(source, typeof(string), message);

    private sealed class Keeper : StandardOutLogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = [];

        protected override void Log(object message)
        {
            if (message is LogEvent line && Filter.ShouldTryKeepMessage(line, out _))
                Lines.Enqueue(line.Message.ToString()!);
        }
    }
}
