using System.Security.Cryptography;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>Nodes on loopback that find each other.</summary>
public sealed class SwarmTests
{
    [Fact]
    public async Task A_bootstrapper_is_persistent_reachable_and_knows_its_own_address()
    {
        await using var swarm = await Swarm.StartAsync(0);

        var status = await swarm.Bootstrapper.GetStatusAsync();

        Assert.False(status.IsEphemeral);
        Assert.False(status.IsFirewalled);
        Assert.True(status.IsBootstrapped);
        Assert.Equal(swarm.BootstrapAddress, status.Address);
        Assert.Equal(swarm.BootstrapAddress, status.RemoteAddress);
        Assert.Equal(IdOf(swarm.BootstrapAddress), status.Id);
    }

    [Fact]
    public void A_bootstrapper_needs_a_host_and_a_port()
    {
        Assert.Throws<ArgumentException>(() => Swarm.Alone.AsBootstrapper(new PeerAddress(0, 1234)));
        Assert.Throws<ArgumentException>(() => Swarm.Alone.AsBootstrapper(PeerAddress.Loopback(0)));
    }

    [Fact]
    public async Task Two_nodes_bootstrap_and_find_each_other()
    {
        await using var swarm = await Swarm.StartAsync(2);

        var (a, b) = (swarm.Nodes[0], swarm.Nodes[1]);
        await using var query = a.FindNode(IdOf(await Swarm.AddressOf(b)));
        await query.FinishedAsync();

        Assert.Equal(await Swarm.AddressOf(b), query.ClosestNodes[0].Address);
    }

    [Fact]
    public async Task A_node_that_joins_becomes_persistent_with_the_id_of_its_address()
    {
        await using var swarm = await Swarm.StartAsync(2);

        var status = await swarm.Nodes[1].GetStatusAsync();

        Assert.Equal(IdOf(await Swarm.AddressOf(swarm.Nodes[1])), status.Id);
        Assert.False(status.IsFirewalled);
    }

    [Fact]
    public async Task An_ephemeral_node_keeps_its_id_to_itself_and_enters_no_table()
    {
        await using var swarm = await Swarm.StartAsync(3);
        var node = await swarm.AddAsync(swarm.Ephemeral);

        var pinged = await node.PingAsync(swarm.BootstrapAddress);

        var status = await node.GetStatusAsync();
        Assert.Null(status.Id);
        Assert.True(status.IsEphemeral);
        Assert.NotNull(pinged.FromId);
        var known = await swarm.Bootstrapper.GetNodesAsync();
        Assert.DoesNotContain(known, entry => entry.Address.Port == status.Address!.Value.Port);
    }

    [Fact]
    public async Task A_bigger_swarm_finds_the_node_next_to_any_target()
    {
        await using var swarm = await Swarm.StartAsync(25);
        var addresses = await Task.WhenAll(swarm.Nodes.Select(Swarm.AddressOf));
        var ids = addresses.Append(swarm.BootstrapAddress).Select(IdOf).ToArray();

        for (var i = 0; i < 10; i++)
        {
            var target = RandomTarget();
            await using var query = swarm.Nodes[i].FindNode(target);
            await query.FinishedAsync();

            var others = ids.Where(id => id != IdOf(addresses[i])).OrderBy(target.DistanceTo);
            Assert.Equal(others.First(), query.ClosestNodes[0].Id);
        }
    }

    [Fact]
    public async Task A_query_is_answered_by_the_handlers_of_the_nodes_on_its_way()
    {
        await using var swarm = await SwarmThatAnswersAsync(6, request => Answer.Success(request.Value));

        byte[] value = [1, 2, 3];
        var replies = new List<Reply>();
        await foreach (var reply in swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7) { Value = value })) replies.Add(reply);

        Assert.Equal(6, replies.Count);
        Assert.All(replies, reply => Assert.Equal(value, reply.Value!.Value.ToArray()));
    }

    [Fact]
    public async Task A_mapped_query_yields_what_the_map_makes_of_each_reply_and_leaves_out_null()
    {
        await using var swarm = await SwarmThatAnswersAsync(6, _ => Answer.Success());
        var unwanted = swarm.BootstrapAddress;

        var hosts = new List<string>();
        await foreach (var host in swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7), reply => reply.From == unwanted ? null : reply.From.ToString()))
            hosts.Add(host);

        Assert.Equal(5, hosts.Count);
        Assert.DoesNotContain(unwanted.ToString(), hosts);
    }

    [Fact]
    public async Task A_map_that_throws_ends_the_query_with_what_it_threw()
    {
        await using var swarm = await SwarmThatAnswersAsync(3, _ => Answer.Success());

        await using var query = swarm.Nodes[0].Query<string>(new QueryPlan(RandomTarget(), 7), _ => throw new FormatException("not mine"));
        var failure = await Assert.ThrowsAsync<DhtException>(() => query.FinishedAsync());

        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public async Task An_automatic_commit_carries_the_token_of_each_closest_node()
    {
        var committed = 0;
        await using var swarm = await SwarmThatAnswersAsync(6, request =>
        {
            if (request.Token is not null) Interlocked.Increment(ref committed);
            return Answer.Success();
        });

        await using var query = swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7) { Commit = CommitMode.Automatic, Value = new byte[] { 1 } });
        await query.FinishedAsync();

        Assert.Equal(6, query.ClosestReplies.Count);
        Assert.Equal(6, committed);
    }

    [Fact]
    public async Task A_commit_of_ones_own_is_run_with_each_closest_reply()
    {
        await using var swarm = await SwarmThatAnswersAsync(4, _ => Answer.Success());
        var committed = 0;

        await using var query = swarm.Nodes[0].QueryAndCommit(new QueryPlan(RandomTarget(), 7), async reply =>
        {
            await swarm.Nodes[0].PingAsync(reply.From);
            Interlocked.Increment(ref committed);
        });
        await query.FinishedAsync();

        Assert.Equal(4, committed);
        Assert.Equal(4, query.ClosestReplies.Count);
    }

    [Fact]
    public async Task A_query_whose_every_commit_fails_says_how_the_last_one_did()
    {
        await using var swarm = await SwarmThatAnswersAsync(3, _ => Answer.Success());

        await using var query = swarm.Nodes[0].QueryAndCommit(new QueryPlan(RandomTarget(), 7), _ => throw new FormatException("no"));
        var failure = await Assert.ThrowsAsync<DhtException>(() => query.FinishedAsync());

        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public async Task A_commit_with_nobody_there_fails()
    {
        await using var swarm = await Swarm.StartAsync(0);

        await using var query = swarm.Bootstrapper.Query(new QueryPlan(RandomTarget(), 7) { Commit = CommitMode.Automatic });
        var failure = await Assert.ThrowsAsync<DhtException>(() => query.FinishedAsync());

        Assert.Contains("Too few nodes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_is_not_read_asks_no_further_nodes_until_it_is()
    {
        var asked = 0;
        await using var swarm = await SwarmThatAnswersAsync(12, _ =>
        {
            Interlocked.Increment(ref asked);
            return Answer.Success();
        });
        var reader = await swarm.AddAsync(swarm.Ephemeral with { Queries = new() { Limits = new QueryLimits { MaxUnreadResults = 2 } } });

        await using var query = reader.Query(new QueryPlan(RandomTarget(), 7), concurrency: 1);
        await using var results = query.GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync());
        await WaitUntilAsync(async () => (await reader.GetStatsAsync()).Endpoint.Requests.Active == 0 && asked >= 3);
        Assert.Equal(3, asked);

        var read = 1;
        while (await results.MoveNextAsync()) read++;

        Assert.Equal(13, read);
    }

    [Fact]
    public async Task A_reader_who_breaks_off_ends_the_query()
    {
        await using var swarm = await SwarmThatAnswersAsync(12, _ => Answer.Success());

        await using var query = swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7), concurrency: 1);
        await foreach (var reply in query)
        {
            Assert.Equal(ErrorCodes.Ok, reply.Error);
            break;
        }

        await query.DisposeAsync();
        Assert.InRange(query.Stats.Visits, 1, 12);
        await WaitUntilAsync(async () => (await swarm.Nodes[0].GetStatsAsync()).Queries.Active == 0);
    }

    [Fact]
    public async Task A_query_asks_only_its_seeds_when_told_so()
    {
        await using var swarm = await SwarmThatAnswersAsync(8, _ => Answer.Success());
        var seed = await Swarm.AddressOf(swarm.Nodes[3]);

        await using var query = swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7) { Seeds = [new Node(IdOf(seed), seed)], OnlySeeds = true });
        await query.FinishedAsync();

        Assert.Equal(seed, Assert.Single(query.ClosestNodes).Address);
        Assert.Equal(1, query.Stats.Visits);
    }

    [Fact]
    public async Task A_query_is_enumerated_once()
    {
        await using var swarm = await Swarm.StartAsync(1);

        await using var query = swarm.Nodes[0].FindNode(RandomTarget());
        await query.FinishedAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var reply in query) Assert.NotNull(reply);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_query_without_a_request_at_a_time_is_refused(int concurrency)
    {
        await using var swarm = await Swarm.StartAsync(1);

        await using var query = swarm.Nodes[0].Query(new QueryPlan(RandomTarget(), 7), concurrency);

        await Assert.ThrowsAsync<DhtException>(() => query.FinishedAsync());
    }

    [Fact]
    public async Task The_nodes_of_the_table_are_listed_the_one_heard_last_first_and_at_most_as_many_as_wanted()
    {
        await using var swarm = await Swarm.StartAsync(4);

        await WaitUntilAsync(async () => (await swarm.Bootstrapper.GetNodesAsync()).Count == 4);
        var all = await swarm.Bootstrapper.GetNodesAsync();
        var two = await swarm.Bootstrapper.GetNodesAsync(limit: 2);

        Assert.Equal(await AddressesOf(swarm), all.Select(entry => entry.Address).OrderBy(address => address.Port));
        Assert.Equal(all.Take(2), two);
    }

    [Fact]
    public async Task A_node_added_by_hand_is_in_the_table_without_having_been_heard()
    {
        await using var swarm = await Swarm.StartAsync(0);
        var events = await EventCollector.OfAsync(swarm.Bootstrapper, swarm.System);
        var address = PeerAddress.Parse("198.51.100.7:4242");

        swarm.Bootstrapper.AddNode(address);
        var added = await events.AwaitAsync<NodeEvents.NodeAdded>();

        Assert.Equal(new Node(IdOf(address), address), added.Entry);
        Assert.Equal(added.Entry, Assert.Single(await swarm.Bootstrapper.GetNodesAsync()));
    }

    [Fact]
    public async Task The_nodes_option_fills_the_table()
    {
        await using var swarm = await Swarm.StartAsync(0);
        PeerAddress[] nodes = [PeerAddress.Parse("198.51.100.7:4242"), PeerAddress.Parse("203.0.113.9:4243")];

        var node = await swarm.StartNodeAsync(Swarm.Alone with { Nodes = nodes });
        await WaitUntilAsync(async () => (await node.GetNodesAsync()).Count == 2);

        // Each bucket answers in its own time, so that their order is not the list's.
        Assert.Equal(nodes.ToHashSet(), (await node.GetNodesAsync()).Select(entry => entry.Address).ToHashSet());
    }

    [Fact]
    public async Task A_node_without_bootstrap_nodes_finds_the_network_through_the_nodes_option()
    {
        await using var swarm = await Swarm.StartAsync(4);
        var known = await Swarm.AddressOf(swarm.Nodes[0]);
        var wanted = await Swarm.AddressOf(swarm.Nodes[3]);

        var node = await swarm.AddAsync(Swarm.Alone with { Nodes = [known] });
        await using var query = node.FindNode(Ids.Of(wanted));
        await query.FinishedAsync();

        Assert.Equal(wanted, query.ClosestNodes[0].Address);
    }

    [Fact]
    public async Task A_node_that_the_filter_refuses_enters_no_table()
    {
        await using var swarm = await Swarm.StartAsync(3);
        var unwanted = await Swarm.AddressOf(swarm.Nodes[1]);
        var node = await swarm.AddAsync(swarm.Settings with { Endpoint = new() { NodeFilter = entry => entry.Address != unwanted } });

        await swarm.Nodes[1].PingAsync(await Swarm.AddressOf(node));
        await node.PingAsync(unwanted);

        Assert.DoesNotContain(await node.GetNodesAsync(), entry => entry.Address == unwanted);
        Assert.NotEmpty(await node.GetNodesAsync());
    }

    private static async Task<PeerAddress[]> AddressesOf(Swarm swarm) => [.. (await Task.WhenAll(swarm.Nodes.Select(Swarm.AddressOf))).OrderBy(address => address.Port)];

    // The bootstrapper and all nodes but the first answer.
    private static async Task<Swarm> SwarmThatAnswersAsync(int count, Func<IncomingRequest, Answer> answer)
    {
        var swarm = await Swarm.StartAsync(count);
        foreach (var node in swarm.Nodes.Append(swarm.Bootstrapper)) await Handler.RespondAsync(node, swarm.System, answer);
        return swarm;
    }

    private static NodeId RandomTarget() => NodeId.Read(RandomNumberGenerator.GetBytes(NodeId.Length));

    private static NodeId IdOf(PeerAddress address) => Ids.Of(address);

    private static Task WaitUntilAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(condition);
}
