using Akka.Configuration;

namespace Akka.Embedded.Tests.Configuration;

/// <summary>What HOCON text may look like, and what it then says.</summary>
public sealed class HoconGrammarTests
{
    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a { b.c : 1 }")]
    [InlineData("a = { b = { c = 1 } }")]
    [InlineData("{ \"a\" : { \"b\" : { \"c\" : 1 } } }")]
    [InlineData("a\n{\n b\n {\n c\n =\n 1\n }\n }")]
    [InlineData("a.b.c=1,")]
    [InlineData("a.b = 5\na.b { c = 1 }")]
    [InlineData("# remark\na { // remark\n b.c = 1 # remark\n}\n// remark")]
    [InlineData("a.b.c = 0\r\na.b.c = 1\r\n")]
    public void Every_way_to_write_a_path_leads_to_the_same_key(string hocon) =>
        Assert.Equal(1, ConfigurationFactory.ParseString(hocon).GetInt("a.b.c"));

    [Theory]
    [InlineData("a = foo bar", "foo bar")]
    [InlineData("a = \t foo  bar \t ", "foo  bar")]
    [InlineData("a = foo // why", "foo")]
    [InlineData("a = \"foo # bar\"", "foo # bar")]
    [InlineData("a = \" foo \"", "foo")]
    [InlineData("a = \"two\nlines\"", "two\nlines")]
    [InlineData("a = \"x\\ty\\u0041\\\\\"", "x\tyA\\")]
    [InlineData("a = \"\"\"C:\\dir \"quoted\" x\"\"\"", "C:\\dir \"quoted\" x")]
    [InlineData("a = \"\"\"two\nlines\"\"\"", "two\nlines")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = pre \"mid\" post", "pre mid post")]
    [InlineData("a = null", null)]
    [InlineData("a = \"null\"", null)]
    public void Text_is_quoted_triple_quoted_or_plain(string hocon, string? expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString("a"));

    [Theory]
    [InlineData("a = [1,2,3]")]
    [InlineData("a = [\n 1\n 2\n 3\n]")]
    [InlineData("a = [1, 2\n3]")]
    [InlineData("a =\n[\n1, 2, 3,\n]")]
    [InlineData("a = [1] [2,3]")]
    [InlineData("b = [1,2]\na = ${b} [3]")]
    [InlineData("a = [1] ${b}\nb = [2,3]")]
    public void A_list_is_split_by_commas_or_lines_and_lists_side_by_side_join(string hocon) =>
        Assert.Equal([1, 2, 3], ConfigurationFactory.ParseString(hocon).GetIntList("a"));

    [Fact]
    public void Blanks_do_not_split_a_list() =>
        Assert.Equal(["1 2 3"], ConfigurationFactory.ParseString("a = [1 2 3]").GetStringList("a"));

    [Fact]
    public void A_quoted_key_keeps_its_dots_and_commas()
    {
        var config = ConfigurationFactory.ParseString("a { \"some.quoted, key\" = 1 }");

        Assert.Equal("some.quoted, key", Assert.Single(config.GetConfig("a")!.AsEnumerable()).Key);
        Assert.Equal(1, config.GetInt("a.\"some.quoted, key\""));
    }

    [Fact]
    public void An_unquoted_key_may_have_blanks_inside() =>
        Assert.Equal(42, ConfigurationFactory.ParseString("a b c : 42").GetInt("a b c"));

    [Fact]
    public void Later_keys_win() =>
        Assert.Equal(2, ConfigurationFactory.ParseString("a { b = 1 }\na.b = 2").GetInt("a.b"));

    [Fact]
    public void Objects_of_one_key_merge()
    {
        var config = ConfigurationFactory.ParseString("a = { x = 1, y = 1 }\na = { y = 2 }\na { z { w = 3 } }");

        Assert.Equal((1, 2, 3), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("a.z.w")));
    }

    [Fact]
    public void An_object_replaces_a_scalar_and_a_scalar_an_object()
    {
        Assert.Equal(1, ConfigurationFactory.ParseString("a = 7\na { b = 1 }").GetInt("a.b"));
        Assert.Equal("7", ConfigurationFactory.ParseString("a { b = 1 }\na = 7").GetString("a"));
        Assert.False(ConfigurationFactory.ParseString("a.b = 1\na = null\na.c = 3").HasPath("a.b"));
    }

    [Fact]
    public void A_reference_is_resolved_over_the_whole_text()
    {
        var config = ConfigurationFactory.ParseString("x { b = ${x.a}23, greeting = Hello ${who} }\nx.a = 1\nwho = world");

        Assert.Equal(123, config.GetInt("x.b"));
        Assert.Equal("Hello world", config.GetString("x.greeting"));
    }

    [Fact]
    public void A_reference_to_an_object_is_that_object()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1, y = 1 }\nb = ${a}");

        Assert.Equal((1, 1), (config.GetInt("b.x"), config.GetInt("b.y")));
    }

    [Fact]
    public void Later_keys_take_the_place_of_a_reference()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1, y = 1 }\nb = ${a}\nb.y = 2");

        Assert.Equal(2, config.GetInt("b.y"));
        Assert.False(config.HasPath("b.x"));
        Assert.Equal(1, config.GetInt("a.y"));
    }

    [Fact]
    public void A_reference_may_lead_through_another_one()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1, c = ${a.b}, d = ${a.c}23 }");

        Assert.Equal((1, 123), (config.GetInt("a.c"), config.GetInt("a.d")));
    }

    [Fact]
    public void A_reference_to_nothing_is_a_format_error_even_if_a_fallback_would_know()
    {
        Assert.Throws<FormatException>(() =>
            ConfigurationFactory.ParseString("a = ${b}").WithFallback(ConfigurationFactory.ParseString("b = 1")));
    }

    [Theory]
    [InlineData("a { b { c = 1")]
    [InlineData("{ a.b.c = 1")]
    [InlineData("a.b.c = 1 } d = 2")]
    [InlineData("a { b { c = 1 } } stray text")]
    public void An_unclosed_brace_and_stray_text_are_not_reported(string hocon) =>
        Assert.Equal(1, ConfigurationFactory.ParseString(hocon).GetInt("a.b.c"));

    [Fact]
    public void An_unclosed_list_ends_with_the_text() =>
        Assert.Equal([1, 2], ConfigurationFactory.ParseString("a = [1, 2").GetIntList("a"));

    [Fact]
    public void A_key_may_go_over_several_lines() =>
        Assert.Equal(1, ConfigurationFactory.ParseString("a\nb = 1").GetInt("a\nb"));

    [Theory]
    [InlineData("a = akka.tcp://cluster@host:1")]
    [InlineData("a = [akka.tcp://cluster@host:1]")]
    public void An_unquoted_text_has_no_colon(string hocon) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

    [Theory]
    [InlineData("a = foo@bar")]
    [InlineData("a = \"C:\\dir\"")]
    public void What_must_be_quoted_or_escaped_is_a_format_error(string hocon) =>
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(hocon));

    [Fact]
    public void A_quoted_key_may_head_a_path()
    {
        var config = ConfigurationFactory.ParseString("a { \"/x/y.z/*\".d : 123 }");

        Assert.Equal(123, config.GetConfig("a.\"/x/y.z/*\"")!.GetInt("d"));
        Assert.Equal("/x/y.z/*", config.GetConfig("a")!.AsEnumerable().Single().Key);
    }

    [Fact]
    public void A_callback_answers_an_include_and_references_in_it_stay_in_it()
    {
        var config = ConfigurationFactory.ParseString(
            "a { x = 0, include \"other\" }", name => Akka.Configuration.Hocon.Parser.Parse($"x = 1, from = {name}, y = ${{x}}", null!));

        Assert.Equal(("other", 1, 1), (config.GetString("a.from"), config.GetInt("a.x"), config.GetInt("a.y")));
    }

    [Fact]
    public void Json_is_hocon()
    {
        var config = ConfigurationFactory.ParseString("""{ "a" : { "list" : [1, 2], "none" : null, "on" : true, "text" : "x" } }""");

        Assert.Equal([1, 2], config.GetIntList("a.list"));
        Assert.Null(config.GetString("a.none"));
        Assert.True(config.GetBoolean("a.on"));
        Assert.Equal("x", config.GetString("a.text"));
    }
}
