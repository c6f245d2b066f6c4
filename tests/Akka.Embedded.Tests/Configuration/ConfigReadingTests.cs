using Akka.Configuration;

namespace Akka.Embedded.Tests.Configuration;

/// <summary>How values of a configuration are read, and what is said for keys that are missing or of another kind.</summary>
public sealed class ConfigReadingTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString(
        "s = text, i = 42, l = 4000000000, d = 1.5, t = on, list = [a, b], flags = [on, off], o { x = 1 }");

    [Theory]
    [InlineData("100ns", 1)]
    [InlineData("3 micros", 30)]
    [InlineData("5 seconds", 50_000_000)]
    [InlineData("10ms", 100_000)]
    [InlineData("5 s", 50_000_000)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("2m", 1_200_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("1d", 864_000_000_000)]
    [InlineData("250", 2_500_000)]
    public void A_duration_has_a_unit_or_is_milliseconds(string text, long ticks) =>
        Assert.Equal(TimeSpan.FromTicks(ticks), ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a"));

    [Fact]
    public void A_duration_may_be_infinite_where_the_reader_allows_it()
    {
        var config = ConfigurationFactory.ParseString("a = infinite");

        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("a"));
        Assert.Equal(Timeout.InfiniteTimeSpan, ConfigurationFactory.ParseString("a = Infinite").GetTimeSpan("a"));
        Assert.Throws<FormatException>(() => config.GetTimeSpan("a", allowInfinite: false));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("1kB", 1_000)]
    [InlineData("1k", 1_024)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1M", 1_048_576)]
    [InlineData("2 MB", 2_000_000)]
    [InlineData("3GiB", 3L << 30)]
    [InlineData("1E", 1L << 60)]
    public void A_size_counts_in_thousands_or_in_powers_of_two(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a"));

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void A_switch_is_on_off_true_or_false(string text, bool expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a", !expected));

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("1")]
    public void Any_other_word_for_a_switch_is_not_supported(string text) =>
        Assert.Throws<NotSupportedException>(() => ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a"));

    [Fact]
    public void Numbers_are_read_in_their_type()
    {
        Assert.Equal(42, Sample.GetInt("i"));
        Assert.Equal(4_000_000_000, Sample.GetLong("l"));
        Assert.Equal(1.5, Sample.GetDouble("d"));
        Assert.Equal(1.5f, Sample.GetFloat("d"));
        Assert.Equal(1.5m, Sample.GetDecimal("d"));
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_a_format_error()
    {
        Assert.Throws<FormatException>(() => Sample.GetInt("s"));
        Assert.Throws<FormatException>(() => Sample.GetInt("d"));
        Assert.Throws<FormatException>(() => Sample.GetDouble("s"));
        Assert.Throws<FormatException>(() => Sample.GetTimeSpan("s"));
        Assert.Throws<FormatException>(() => Sample.GetByteSize("d"));
        Assert.Throws<OverflowException>(() => Sample.GetInt("l"));
    }

    [Fact]
    public void A_missing_key_is_its_default_null_or_an_empty_list()
    {
        Assert.Equal(7, Sample.GetInt("none", 7));
        Assert.True(Sample.GetBoolean("none", true));
        Assert.Equal(TimeSpan.FromSeconds(3), Sample.GetTimeSpan("none", TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.Zero, Sample.GetTimeSpan("none"));
        Assert.Null(Sample.GetString("none"));
        Assert.Equal("x", Sample.GetString("none", "x"));
        Assert.Null(Sample.GetConfig("none"));
        Assert.Null(Sample.GetByteSize("none"));
        Assert.Empty(Sample.GetStringList("none"));
        Assert.False(Sample.HasPath("none"));
    }

    [Fact]
    public void A_missing_list_of_anything_but_text_is_a_null_reference()
    {
        Assert.Throws<NullReferenceException>(() => Sample.GetIntList("none"));
        Assert.Throws<NullReferenceException>(() => Sample.GetBooleanList("none"));
    }

    [Fact]
    public void Lists_are_read_in_their_type()
    {
        Assert.Equal(["a", "b"], Sample.GetStringList("list"));
        Assert.Equal([true, false], Sample.GetBooleanList("flags"));
    }

    [Fact]
    public void A_branch_is_a_configuration_of_its_own()
    {
        var branch = Sample.GetConfig("o")!;

        Assert.Equal(1, branch.GetInt("x"));
        Assert.False(branch.IsEmpty);
        Assert.True(Sample.GetValue("o")!.IsObject());
    }

    [Fact]
    public void An_absent_or_empty_configuration_is_null_or_empty()
    {
        Assert.True(((Config?)null).IsNullOrEmpty());
        Assert.True(ConfigurationFactory.Empty.IsNullOrEmpty());
        Assert.True(ConfigurationFactory.ParseString("").IsEmpty);
        Assert.False(Sample.IsNullOrEmpty());
    }

    [Fact]
    public void Text_and_objects_become_configurations()
    {
        Config config = "a.b = 1";

        Assert.Equal(1, config.GetInt("a.b"));
        Assert.Equal(2, ConfigurationFactory.FromObject(new { a = new { b = 2 } }).GetInt("a.b"));
    }

    [Fact]
    public void An_embedded_resource_becomes_a_configuration() =>
        Assert.Equal("INFO", ConfigurationFactory.FromResource<ConfigurationFactory>("Akka.Configuration.akka.conf").GetString("akka.loglevel"));

    [Theory]
    [InlineData("akka.loglevel", "INFO")]
    [InlineData("akka.stdout-loglevel", "WARNING")]
    [InlineData("akka.log-dead-letters", "10")]
    [InlineData("akka.log-dead-letters-during-shutdown", "off")]
    [InlineData("akka.actor.ask-timeout", "infinite")]
    [InlineData("akka.actor.creation-timeout", "20s")]
    [InlineData("akka.actor.debug.receive", "off")]
    [InlineData("akka.actor.debug.autoreceive", "off")]
    [InlineData("akka.actor.debug.lifecycle", "off")]
    [InlineData("akka.actor.debug.fsm", "off")]
    [InlineData("akka.actor.debug.event-stream", "off")]
    [InlineData("akka.actor.debug.unhandled", "off")]
    [InlineData("akka.actor.default-dispatcher.throughput", "30")]
    [InlineData("akka.coordinated-shutdown.terminate-actor-system", "on")]
    [InlineData("akka.coordinated-shutdown.run-by-clr-shutdown-hook", "on")]
    [InlineData("akka.coordinated-shutdown.run-by-actor-system-terminate", "on")]
    public void The_default_configuration_has_the_runtimes_settings(string path, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.Default().GetString(path));

    [Fact]
    public void The_default_configuration_has_the_runtimes_times_and_loggers()
    {
        var config = ConfigurationFactory.Default();

        Assert.Equal(["Akka.Event.DefaultLogger"], config.GetStringList("akka.loggers"));
        Assert.Equal(TimeSpan.FromMinutes(5), config.GetTimeSpan("akka.log-dead-letters-suspend-duration"));
        Assert.Equal(TimeSpan.FromMilliseconds(10), config.GetTimeSpan("akka.scheduler.tick-duration"));
        Assert.Equal(TimeSpan.FromSeconds(5), config.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout"));
        Assert.Equal(TimeSpan.FromSeconds(10), config.GetTimeSpan("akka.coordinated-shutdown.phases.actor-system-terminate.timeout"));
    }
}
