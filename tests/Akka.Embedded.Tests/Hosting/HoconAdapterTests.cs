using Akka.Configuration;
using Akka.Hosting;
using Akka.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Akka.Embedded.Tests.Hosting;

/// <summary>The host's configuration, and any text, as HOCON.</summary>
public sealed class HoconAdapterTests
{
    [Fact]
    public void Keys_have_dashes_for_underscores_and_lose_their_case_when_normalized()
    {
        var section = Settings(("AKKA:Some_Value", "a"), ("AKKA:Bindings:\"System.Object\"", "b"));

        var config = section.ToHocon();

        Assert.Equal("a", config.GetString("akka.some-value"));
        Assert.Null(config.GetString("AKKA.Some-Value"));
        Assert.Equal("system.object", Assert.Single(config.GetConfig("akka.bindings")!.AsEnumerable()).Key);
    }

    [Fact]
    public void Keys_that_are_not_normalized_keep_their_case()
    {
        var section = Settings(("AKKA:Some_Value", "a"), ("AKKA:Bindings:\"System.Object\"", "b"));

        var config = section.ToHocon(normalizeKeys: false);

        Assert.Equal("a", config.GetString("AKKA.Some-Value"));
        Assert.Null(config.GetString("akka.some-value"));
        Assert.Equal("System.Object", Assert.Single(config.GetConfig("AKKA.Bindings")!.AsEnumerable()).Key);
    }

    [Fact]
    public void Numbered_keys_are_a_list_in_order()
    {
        var section = Settings(("a:0", "zero"), ("a:22", "two"), ("a:1", "one"));

        Assert.Equal(["zero", "one", "two"], section.ToHocon().GetStringList("a"));
    }

    [Fact]
    public void A_dotted_key_is_a_path()
    {
        var config = Settings(("a.b", "on"), ("a.c:d", "2s")).ToHocon();

        Assert.True(config.GetBoolean("a.b"));
        Assert.Equal(TimeSpan.FromSeconds(2), config.GetTimeSpan("a.c.d"));
    }

    [Theory]
    [InlineData("$")]
    [InlineData("{")]
    [InlineData("]")]
    [InlineData(":")]
    [InlineData("=")]
    [InlineData(",")]
    [InlineData("#")]
    [InlineData("@")]
    public void A_text_with_a_sign_of_hocon_is_put_into_quotes(string sign)
    {
        var text = $"one {sign} two";

        Assert.Equal($"\"{text}\"", text.ToHocon());
        Assert.Equal(text, ConfigurationFactory.ParseString($"a = {text.ToHocon()}").GetString("a"));
    }

    [Theory]
    [InlineData("\\", @"""\\""")]
    [InlineData("\"", @"""\""""")]
    [InlineData("/", @"""\/""")]
    [InlineData("\n", @"""\n""")]
    [InlineData("\t", @"""\t""")]
    [InlineData("\uFB2F", @"""\ufb2f""")]
    public void What_has_an_escape_is_escaped(string text, string expected)
    {
        Assert.Equal(expected, text.ToHocon());
        Assert.Equal($"a {text} b", ConfigurationFactory.ParseString($"a = {$"a {text} b".ToHocon()}").GetString("a"));
    }

    private static IConfigurationRoot Settings(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => value.Key, value => (string?)value.Value)).Build();
}
