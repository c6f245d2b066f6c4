using System.Text.Json;

namespace AkkaDht.Service.Tests.Commands;

/// <summary>What nodes keep for others, put and found from the shell.</summary>
public sealed class RecordTests(Town town) : IClassFixture<Town>
{
    private const string ZeroKey = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
    private const string ZeroKeyInLetters = "8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo";
    private static readonly string ZeroSeed = new('0', 64);

    [Fact]
    public async Task A_value_that_is_put_is_got_by_its_hash()
    {
        var put = await town.AskAsync("put", "hello");
        var got = await town.AskAsync("get", TextOf(put.Events[0], "target"));

        // BLAKE2b-256 of "hello".
        Assert.Equal("324dcf027dd4a30a932c441f365a25e86b173defa4b8e58948253471b81b72cf", TextOf(put.Events[0], "target"));
        Assert.Equal("stored", TextOf(put.Events[0], "event"));
        Assert.InRange(put.Events[0].GetProperty("nodes").GetInt32(), 1, 3);
        Assert.Equal("""{"event":"found","value":"hello"}""", got.Output.Trim());
        Assert.Equal(0, await got.ExitAsync());
    }

    [Fact]
    public async Task A_value_that_nobody_put_is_not_found_and_exits_1()
    {
        var got = await town.AskAsync("get", new string('a', 64));

        Assert.Equal("""{"event":"not-found"}""", got.Output.Trim());
        Assert.Equal(1, await got.ExitAsync());
    }

    [Fact]
    public async Task A_mutable_value_is_found_under_its_key_however_that_is_written()
    {
        var put = await town.AskAsync("put-mutable", "first", "--seed", ZeroSeed, "--seq", "7");
        Assert.Equal($$"""{"event":"stored-mutable","publicKey":"{{ZeroKey}}","seq":7,"nodes":{{put.Events[0].GetProperty("nodes").GetInt32()}}}""", put.Output.Trim());

        foreach (var key in new[] { ZeroKey, ZeroKeyInLetters })
            Assert.Equal("""{"event":"found","value":"first","seq":7}""", (await town.AskAsync("get-mutable", key)).Output.Trim());

        var again = await town.AskAsync("put-mutable", "second", "--seed", ZeroSeed, "--seq", "7");
        Assert.Equal(("conflict", "SEQ_REUSED"), (TextOf(again.Events[0], "event"), TextOf(again.Events[0], "error")));
        Assert.Equal(1, await again.ExitAsync());

        var lower = await town.AskAsync("put-mutable", "second", "--seed", ZeroSeed, "--seq", "6");
        Assert.Equal("SEQ_TOO_LOW", TextOf(lower.Events[0], "error"));

        var higher = await town.AskAsync("put-mutable", "second", "--seed", ZeroSeed, "--seq", "8");
        Assert.Equal(0, await higher.ExitAsync());
        Assert.Equal("""{"event":"found","value":"second","seq":8}""", (await town.AskAsync("get-mutable", ZeroKey)).Output.Trim());
        Assert.Equal(1, await (await town.AskAsync("get-mutable", ZeroKey, "--seq", "9")).ExitAsync());
    }

    [Fact]
    public async Task Who_is_announced_is_looked_up_until_it_is_taken_back()
    {
        var seed = new string('1', 64);
        var announced = await town.AskAsync("announce", "a topic", "--seed", seed);
        Assert.Equal(0, await announced.ExitAsync());
        var key = TextOf(announced.Events[0], "publicKey");

        // BLAKE2b-256 of "a topic": both ways to write it mean the same.
        var found = await town.AskAsync("lookup", TextOf(announced.Events[0], "topic"));
        Assert.Equal(["peer", "looked-up"], found.Events.Select(line => TextOf(line, "event")));
        Assert.Equal(key, TextOf(found.Events[0], "publicKey"));
        Assert.Equal(1, found.Events[1].GetProperty("peers").GetInt32());

        var back = await town.AskAsync("unannounce", "a topic", "--seed", seed);
        Assert.Equal(("unannounced", key), (TextOf(back.Events[0], "event"), TextOf(back.Events[0], "publicKey")));
        var gone = await town.AskAsync("lookup", "a topic");
        Assert.Equal("""{"event":"not-found"}""", gone.Output.Trim());
        Assert.Equal(1, await gone.ExitAsync());
    }

    [Fact]
    public async Task Who_announces_without_a_seed_is_told_it_to_take_that_back()
    {
        var announced = (await town.AskAsync("announce", "another topic")).Events[0];

        var back = await town.AskAsync("unannounce", "another topic", "--seed", TextOf(announced, "seed"));

        Assert.Equal(TextOf(announced, "publicKey"), TextOf(back.Events[0], "publicKey"));
        Assert.Equal(1, await (await town.AskAsync("lookup", "another topic")).ExitAsync());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_found()
    {
        var search = await town.AskAsync("find-peer", ZeroKey);

        Assert.Equal("""{"event":"not-found"}""", search.Output.Trim());
        Assert.Equal(1, await search.ExitAsync());
    }

    private static string TextOf(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
