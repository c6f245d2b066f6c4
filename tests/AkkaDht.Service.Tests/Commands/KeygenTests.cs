namespace AkkaDht.Service.Tests.Commands;

public sealed class KeygenTests
{
    [Fact]
    public async Task A_seed_gives_the_same_pair_as_in_the_reference()
    {
        var run = await Run.ToEndAsync("keygen", "--seed", new string('0', 64), "--json");

        // The first pair of RFC 8032's own seeds is another; this one is what hyperdht makes of 32 zero bytes.
        Assert.Equal(
            """{"event":"key-pair","publicKey":"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29","id":"8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo","seed":"0000000000000000000000000000000000000000000000000000000000000000"}""",
            run.Output.Trim());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task A_pair_of_chance_is_another_each_time_and_its_seed_gives_it_again()
    {
        var first = (await Run.ToEndAsync("keygen", "--json")).Events[0];
        var second = (await Run.ToEndAsync("keygen", "--json")).Events[0];
        var again = (await Run.ToEndAsync("keygen", "--seed", first.GetProperty("seed").GetString()!, "--json")).Events[0];

        Assert.NotEqual(first.GetProperty("publicKey").GetString(), second.GetProperty("publicKey").GetString());
        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task A_pair_is_told_to_people_in_words()
    {
        var run = await Run.ToEndAsync("keygen", "--seed", new string('0', 64));

        Assert.Contains("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_that_is_not_understood_is_not_repeated()
    {
        var run = await Run.ToEndAsync("keygen", "--seed", "5ec7e7");

        Assert.DoesNotContain("5ec7e7", run.Errors, StringComparison.Ordinal);
    }
}
