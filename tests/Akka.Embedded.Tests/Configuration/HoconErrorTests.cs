#if AKKA_EMBEDDED
using Akka.Configuration;

namespace Akka.Embedded.Tests.Configuration;

/// <summary>Malformed text, which this runtime reports where Akka.NET guesses, loops or ends the process.</summary>
public sealed class HoconErrorTests
{
    [Theory]
    [InlineData("a = [1 } ]")]
    [InlineData("a = \"open")]
    [InlineData("a = \"\"\"open")]
    [InlineData("a = ${b")]
    [InlineData("a { stray }")]
    [InlineData("a = 1 = 2")]
    [InlineData("a += 1")]
    [InlineData("a = ${?b}")]
    [InlineData("a = ${a}")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a = ${b}\nb = ${a}")]
    [InlineData("include \"other\"")]
    public void Malformed_text_is_a_configuration_exception(string hocon) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

    [Fact]
    public void The_message_names_the_line() =>
        Assert.Contains(
            "line 3", Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("a = 1\nb = \"two\nlines\" = c")).Message);

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString($"a = {new string('[', 100_000)}"));

    [Theory]
    [InlineData("a { b = [1, 2, { c = x }], d = \"1 = 2\" }, \"k.l\" = null, e = \"\"")]
    public void A_configuration_printed_reads_back_the_same(string hocon)
    {
        var first = ConfigurationFactory.ParseString(hocon);
        var again = ConfigurationFactory.ParseString(first.ToString());

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal("1 = 2", again.GetString("a.d"));
        Assert.Equal("", again.GetString("e"));
        Assert.Null(again.GetString("\"k.l\""));
    }

    [Fact]
    public void Random_text_is_read_or_refused_but_never_worse()
    {
        const string Alphabet = "ab.1 \"{}[]:=,#$\\\n/+?";
        var random = new Random(20240607);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var refusal = Record.Exception(() => ConfigurationFactory.ParseString(text).ToString());
            Assert.True(refusal is null or ConfigurationException or FormatException, $"{text} → {refusal}");
        }
    }
}
#endif
