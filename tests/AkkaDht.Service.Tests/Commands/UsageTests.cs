namespace AkkaDht.Service.Tests.Commands;

/// <summary>What is not understood: exit 2, one clear line on stderr, nothing on stdout.</summary>
public sealed class UsageTests
{
    private const string Hex = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Theory]
    [InlineData("")]
    [InlineData("dance")]
    [InlineData("kv")]
    [InlineData("up --nodes none")]
    [InlineData("up --nodes 0")]
    [InlineData("up --port 65536")]
    [InlineData("bootstrap --host 127.0.0.1")]
    [InlineData("bootstrap --port 49737")]
    [InlineData("bootstrap --port 0 --host 127.0.0.1")]
    [InlineData("bootstrap --port 49737 --host 0.0.0.0")]
    [InlineData("bootstrap --port 49737 --host localhost")]
    [InlineData("node")]
    [InlineData("node --bootstrap")]
    [InlineData("node --bootstrap 127.0.0.1")]
    [InlineData("node --bootstrap 127.0.0.1:1 --host 1.2.3")]
    [InlineData("kv put --bootstrap 127.0.0.1:1")]
    [InlineData("kv put hello")]
    [InlineData("kv get abc --bootstrap 127.0.0.1:1")]
    [InlineData("kv get " + Hex)]
    [InlineData("find-node " + Hex + "00 --bootstrap 127.0.0.1:1")]
    [InlineData("ping 127.0.0.1 --bootstrap 127.0.0.1:1")]
    [InlineData("keygen --seed")]
    [InlineData("keygen --seed abc")]
    [InlineData("keygen --seed " + Hex + "00")]
    [InlineData("announce")]
    [InlineData("announce topic --seed abc")]
    [InlineData("unannounce topic")]
    [InlineData("lookup")]
    [InlineData("find-peer")]
    [InlineData("find-peer " + Hex + "00")]
    [InlineData("find-peer l0v2")]
    [InlineData("put")]
    [InlineData("get abc")]
    [InlineData("put-mutable value --seq 1")]
    [InlineData("put-mutable value --seed " + Hex)]
    [InlineData("put-mutable value --seed " + Hex + " --seq -1")]
    [InlineData("put-mutable value --seed " + Hex + " --seq 9007199254740992")]
    [InlineData("get-mutable")]
    [InlineData("listen --allow")]
    [InlineData("listen --allow someone")]
    [InlineData("connect")]
    [InlineData("connect " + Hex + " --bootstrap somewhere")]
    [InlineData("doctor --bootstrap")]
    [InlineData("doctor --port 65536")]
    [InlineData("doctor --network \"")]
    [InlineData("--json")]
    [InlineData("kv get xyz --bootstrap 127.0.0.1:1 --json")]
    public async Task A_command_that_is_not_understood_says_why_in_one_line(string line)
    {
        var run = await Run.ToEndAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, await run.ExitAsync());
        Assert.Empty(run.Output);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("akkadht: ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("up --nodes 2 dance")]
    [InlineData("ping 127.0.0.1:1 dance --bootstrap 127.0.0.1:1")]
    public async Task A_word_that_has_no_place_is_named(string line)
    {
        var run = await Run.ToEndAsync(line.Split(' '));

        Assert.Contains("'dance'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_fills_more_than_a_datagram_is_refused()
    {
        var run = await Run.ToEndAsync("kv", "put", new string('x', 1001), "--bootstrap", "127.0.0.1:1");

        Assert.Equal(2, await run.ExitAsync());
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var run = await Run.ToEndAsync("--help");

        Assert.Equal(0, await run.ExitAsync());
        Assert.All(["up", "bootstrap", "node", "kv", "ping", "find-node", "keygen", "announce", "unannounce", "lookup", "find-peer", "put", "get", "put-mutable", "get-mutable", "listen", "connect", "doctor"], verb => Assert.Contains(verb, run.Output, StringComparison.Ordinal));
    }
}
