using System.Security.Cryptography;

namespace AkkaDht.Service.Tests.Commands;

/// <summary>Streams between peers, joined to what commands read and write.</summary>
public sealed class StreamTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task An_echo_gives_back_what_is_typed_and_both_end_well()
    {
        await using var listen = town.Start("listen", "--echo", "--json");
        var key = await KeyOf(listen);
        await using var connect = town.Start("connect", key);

        await connect.TypeAsync("hello");
        await connect.WroteAsync("hello");
        await connect.TypeAsync(" and bye", isLast: true);
        await connect.WroteAsync(" and bye");

        Assert.Equal(0, await connect.ExitAsync());
        Assert.Empty(connect.Output);
        Assert.Equal(["listening", "connection"], listen.Events.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(0, await listen.InterruptAsync());
    }

    [Fact]
    public async Task A_listening_key_is_that_of_its_seed_and_is_found()
    {
        await using var listen = town.Start("listen", "--echo", "--seed", new string('0', 64), "--json");

        Assert.Equal("""{"event":"listening","publicKey":"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"}""", $"{await listen.FirstEventAsync()}");
        var found = await town.AskAsync("find-peer", await KeyOf(listen));

        Assert.Equal("peer", found.Events[0].GetProperty("event").GetString());
        Assert.NotEmpty(found.Events[0].GetProperty("relays").EnumerateArray());
    }

    [Fact]
    public async Task Two_commands_are_joined_in_both_directions()
    {
        await using var listen = town.Start("listen", "--json");
        await using var connect = town.Start("connect", await KeyOf(listen));

        await connect.TypeAsync("from the one");
        await listen.WroteAsync("from the one");
        await listen.TypeAsync("from the other", isLast: true);
        await connect.WroteAsync("from the other");

        // The one has an input that nobody closes: its end follows that of the other.
        Assert.Equal(0, await connect.ExitAsync());
        Assert.Equal(0, await listen.ExitAsync());
    }

    [Fact]
    public async Task People_are_told_the_key_on_stderr_when_stdout_is_the_streams()
    {
        await using var listen = town.Start("listen");

        await listen.ComplainedAsync("listening");

        Assert.Empty(listen.Output);
        Assert.Equal(130, await listen.InterruptAsync());
    }

    [Fact]
    public async Task Much_passes_through_whole()
    {
        var much = Convert.ToHexString(RandomNumberGenerator.GetBytes(1 << 20));
        await using var listen = town.Start("listen", "--echo", "--json");
        await using var connect = town.Start("connect", await KeyOf(listen));

        var typing = connect.TypeAsync(much, isLast: true);
        await connect.WroteAsync(much);
        await typing;

        Assert.Equal(0, await connect.ExitAsync());
    }

    [Fact]
    public async Task Who_is_not_on_the_list_is_not_let_in()
    {
        var (friend, stranger) = (new string('1', 64), new string('2', 64));
        var friendsKey = (await Run.ToEndAsync("keygen", "--seed", friend, "--json")).Events[0].GetProperty("id").GetString()!;
        await using var listen = town.Start("listen", "--echo", "--allow", friendsKey, "--json");
        var key = await KeyOf(listen);

        await using var refused = town.Start("connect", key, "--seed", stranger);
        Assert.Equal(1, await refused.ExitAsync());
        Assert.StartsWith("akkadht: ", refused.Errors, StringComparison.Ordinal);

        await using var connect = town.Start("connect", key, "--seed", friend);
        await connect.TypeAsync("it is me", isLast: true);
        await connect.WroteAsync("it is me");
        Assert.Equal(0, await connect.ExitAsync());
        Assert.Equal(2, listen.Events.Count);
    }

    [Fact]
    public async Task A_peer_that_is_nowhere_is_a_failure_with_one_line()
    {
        await using var connect = town.Start("connect", new string('b', 64));

        Assert.Equal(1, await connect.ExitAsync());
        Assert.Single(connect.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string> KeyOf(Run listen) => (await listen.FirstEventAsync()).GetProperty("publicKey").GetString()!;
}
