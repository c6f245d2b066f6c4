using AkkaDht.Service.Output;

namespace AkkaDht.Service.Tests.Output;

public sealed class LineTests
{
    [Fact]
    public async Task A_ready_node_is_told_with_its_address_and_id() =>
        Assert.Equal("""{"event":"ready","host":"127.0.0.1","port":49737,"id":"ab"}""", await JsonOf(new Ready("127.0.0.1", 49737, "ab")));

    [Fact]
    public async Task An_ephemeral_node_has_no_id() =>
        Assert.Equal("""{"event":"ready","host":"127.0.0.1","port":49737,"id":null}""", await JsonOf(new Ready("127.0.0.1", 49737, null)));

    [Fact]
    public async Task A_stored_value_is_told_with_its_target() =>
        Assert.Equal("""{"event":"stored","target":"ab","nodes":6}""", await JsonOf(new Stored("ab", 6)));

    [Fact]
    public async Task A_text_is_found_as_text() =>
        Assert.Equal("""{"event":"found","value":"grüß dich"}""", await JsonOf(Lines.Found("grüß dich"u8)));

    [Fact]
    public async Task Bytes_that_are_no_text_are_found_in_hex_too() =>
        Assert.Equal("""{"event":"found","value":"a�","hex":"61ff"}""", await JsonOf(Lines.Found([0x61, 0xff])));

    [Fact]
    public async Task A_missing_value_is_an_event_of_its_own() =>
        Assert.Equal("""{"event":"not-found"}""", await JsonOf(new NotFound()));

    [Fact]
    public async Task The_closest_nodes_are_told_with_id_and_distance() =>
        Assert.Equal(
            """{"event":"closest","nodes":[{"host":"127.0.0.1","port":1,"id":"ab","distance":"01"}]}""",
            await JsonOf(new Closest([new("127.0.0.1", 1, "ab", "01")])));

    [Theory]
    [MemberData(nameof(EveryLine))]
    public async Task Every_line_has_words_for_people(object line)
    {
        var output = new StringWriter();

        await new Voice(output, isJson: false).SayAsync((Line)line);

        Assert.NotEmpty(output.ToString().Trim());
        Assert.DoesNotContain("\"event\"", output.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<object> EveryLine() => new(
        new Ready("127.0.0.1", 1, null),
        new Stored("ab", 1),
        new Found("[not] markup"),
        new NotFound(),
        new Pong("127.0.0.1", 1, null, 0.5),
        new NoAnswer("127.0.0.1", 1),
        new Closest([new("127.0.0.1", 1, new string('a', 64), new string('b', 64))]));

    private static async Task<string> JsonOf(Line line)
    {
        var output = new StringWriter();
        await new Voice(output, isJson: true).SayAsync(line);
        return output.ToString().TrimEnd();
    }
}
