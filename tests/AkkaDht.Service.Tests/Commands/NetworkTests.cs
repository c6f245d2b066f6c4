using System.Text.Json;

namespace AkkaDht.Service.Tests.Commands;

/// <summary>The verbs together, as somebody would type them into several shells.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private readonly Run _bootstrapper;
    private string _address = "";

    public NetworkTests() => _bootstrapper = Run.Start("bootstrap", "--port", $"{FreePort()}", "--host", "127.0.0.1", "--json");

    public async Task InitializeAsync() => _address = AddressOf(await _bootstrapper.FirstEventAsync());

    public async Task DisposeAsync() => await _bootstrapper.DisposeAsync();

    [Fact]
    public async Task A_bootstrapper_says_when_it_is_ready_and_ends_well_at_Ctrl_C()
    {
        var ready = await _bootstrapper.FirstEventAsync();

        Assert.Equal("ready", ready.GetProperty("event").GetString());
        Assert.Equal("127.0.0.1", ready.GetProperty("host").GetString());
        Assert.Equal(64, ready.GetProperty("id").GetString()!.Length);
        Assert.Equal(0, await _bootstrapper.InterruptAsync());
    }

    [Fact]
    public async Task A_taken_port_is_a_failure_with_one_line()
    {
        var second = await Run.ToEndAsync("bootstrap", "--port", _address.Split(':')[1], "--host", "127.0.0.1", "--json");

        Assert.Equal(1, await second.ExitAsync());
        Assert.Empty(second.Output);
        Assert.StartsWith("akkadht: ", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persistent_node_has_an_id()
    {
        await using var node = Run.Start("node", "--bootstrap", _address, "--host", "127.0.0.1", "--persistent", "--json");

        Assert.Equal(64, (await node.FirstEventAsync()).GetProperty("id").GetString()!.Length);
        Assert.Equal(0, await node.InterruptAsync());
    }

    [Fact]
    public async Task A_node_that_is_not_told_to_stay_keeps_its_id_to_itself()
    {
        await using var node = Run.Start("node", "--bootstrap", _address, "--host", "127.0.0.1", "--json");

        Assert.Equal(JsonValueKind.Null, (await node.FirstEventAsync()).GetProperty("id").ValueKind);
    }

    [Fact]
    public async Task A_value_that_is_put_is_got()
    {
        await using var node = Run.Start("node", "--bootstrap", _address, "--host", "127.0.0.1", "--persistent", "--json");
        await node.FirstEventAsync();

        var put = await Run.ToEndAsync("kv", "put", "hello", "--bootstrap", _address, "--json");
        var target = put.Events[0].GetProperty("target").GetString()!;
        var got = await Run.ToEndAsync("kv", "get", target, "--bootstrap", _address, "--json");

        Assert.Equal(2, put.Events[0].GetProperty("nodes").GetInt32());
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", target);
        Assert.Equal("""{"event":"found","value":"hello"}""", got.Output.Trim());
        Assert.Equal(0, await got.ExitAsync());
    }

    [Fact]
    public async Task A_value_that_nobody_put_is_not_found_and_exits_1()
    {
        var got = await Run.ToEndAsync("kv", "get", new string('a', 64), "--bootstrap", _address, "--json");

        Assert.Equal("""{"event":"not-found"}""", got.Output.Trim());
        Assert.Equal(1, await got.ExitAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_with_the_id_of_the_node()
    {
        var ping = await Run.ToEndAsync("ping", _address, "--bootstrap", _address, "--json");

        Assert.Equal("pong", ping.Events[0].GetProperty("event").GetString());
        Assert.Equal((await _bootstrapper.FirstEventAsync()).GetProperty("id").GetString(), ping.Events[0].GetProperty("id").GetString());
        Assert.Equal(0, await ping.ExitAsync());
    }

    [Fact]
    public async Task The_closest_nodes_come_with_ids_and_distances_nearest_first()
    {
        await using var node = Run.Start("node", "--bootstrap", _address, "--host", "127.0.0.1", "--persistent", "--json");
        await node.FirstEventAsync();

        var found = await Run.ToEndAsync("find-node", new string('0', 64), "--bootstrap", _address, "--json");
        var nodes = found.Events[0].GetProperty("nodes").EnumerateArray().ToArray();

        Assert.Equal(2, nodes.Length);
        Assert.All(nodes, item => Assert.Equal(item.GetProperty("id").GetString(), item.GetProperty("distance").GetString()));
        Assert.True(string.CompareOrdinal(nodes[0].GetProperty("distance").GetString(), nodes[1].GetProperty("distance").GetString()) < 0);
    }

    [Fact]
    public async Task Up_carries_a_value_through_a_network_and_ends()
    {
        var up = await Run.ToEndAsync("up", "--once", "--nodes", "3", "--json");

        Assert.Equal(0, await up.ExitAsync());
        Assert.Equal(["ready", "ready", "ready", "ready", "stored", "found"], up.Events.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(3, up.Events[4].GetProperty("nodes").GetInt32()); // all but the one that stores
    }

    [Fact]
    public async Task Up_speaks_words_without_json_and_stays_until_Ctrl_C()
    {
        await using var up = Run.Start("up", "--nodes", "1");

        await up.SaidAsync("found");

        Assert.DoesNotContain("{", up.Output, StringComparison.Ordinal);
        Assert.Equal(0, await up.InterruptAsync());
    }

    [Fact]
    public async Task The_doctor_finds_a_network_on_loopback_in_good_health()
    {
        var doctor = await Run.ToEndAsync("doctor", "--bootstrap", _address, "--json");
        var diagnosis = doctor.Events[^1];

        Assert.Equal(0, await doctor.ExitAsync());
        Assert.All(doctor.Events.SkipLast(1), line => Assert.Equal("finding", line.GetProperty("event").GetString()));
        Assert.True(diagnosis.GetProperty("works").GetBoolean());
        Assert.Equal("open", diagnosis.GetProperty("firewall").GetString());
        Assert.Equal("127.0.0.1", diagnosis.GetProperty("publicHost").GetString());
    }

    [Fact]
    public async Task The_doctor_fails_when_nobody_answers()
    {
        var doctor = await Run.ToEndAsync("doctor", "--bootstrap", $"127.0.0.1:{FreePort()}", "--json");

        Assert.Equal(1, await doctor.ExitAsync());
        Assert.False(doctor.Events[^1].GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task The_doctor_speaks_words_to_people()
    {
        var doctor = await Run.ToEndAsync("doctor", "--bootstrap", _address);

        Assert.Contains("This machine is open to peers.", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_of_another_network_are_strangers()
    {
        var found = await Run.ToEndAsync("find-node", new string('0', 64), "--bootstrap", _address, "--network", "another", "--json");

        Assert.Equal(1, await found.ExitAsync());
        Assert.Equal("""{"event":"closest","nodes":[]}""", found.Output.Trim());
    }

    [Fact]
    public async Task A_private_network_needs_a_node_to_start_from()
    {
        var doctor = await Run.ToEndAsync("doctor", "--network", "our own", "--json");

        Assert.Equal(1, await doctor.ExitAsync());
        Assert.Contains("--bootstrap", doctor.Errors, StringComparison.Ordinal);
    }

    private static string AddressOf(JsonElement ready) => $"{ready.GetProperty("host").GetString()}:{ready.GetProperty("port").GetInt32()}";

    private static int FreePort() => AkkaDht.Service.Commands.FreePort.Find();
}
