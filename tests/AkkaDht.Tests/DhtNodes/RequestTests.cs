using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Requests;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>Single requests between nodes on loopback, and what applications make of them.</summary>
public sealed class RequestTests
{
    private const ulong Command = 7;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public async Task A_ping_is_answered_with_the_address_that_it_came_from_and_the_time_that_it_took()
    {
        await using var swarm = await Swarm.StartAsync(1);

        var reply = await swarm.Nodes[0].PingAsync(swarm.BootstrapAddress);

        Assert.Equal(swarm.BootstrapAddress, reply.From);
        Assert.Equal(Ids.Of(swarm.BootstrapAddress), reply.FromId);
        Assert.Equal(await Swarm.AddressOf(swarm.Nodes[0]), reply.To);
        Assert.InRange(reply.Rtt, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_ping_can_carry_as_many_bytes_as_wanted()
    {
        await using var swarm = await Swarm.StartAsync(1);

        var reply = await swarm.Nodes[0].PingAsync(swarm.BootstrapAddress, sizeBytes: 1000);

        Assert.Equal(ErrorCodes.Ok, reply.Error);
    }

    [Fact]
    public async Task What_a_method_does_a_message_does_as_well()
    {
        await using var swarm = await Swarm.StartAsync(1);

        var finished = await swarm.Nodes[0].Actor.Ask<RequestMessages.Finished>(new NodeMessages.Ping(swarm.BootstrapAddress) { Tag = 5, Ttl = 9 });
        var delayed = await swarm.Nodes[0].Actor.Ask<RequestMessages.Finished>(
            new NodeMessages.DelayedPing(swarm.BootstrapAddress, TimeSpan.FromMilliseconds(5)) { Tag = 6 });

        Assert.Equal((5, RequestOutcomeKind.Replied), (finished.Tag, finished.Kind));
        Assert.Equal((6, RequestOutcomeKind.Replied), (delayed.Tag, delayed.Kind));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_request_leaves_on_the_socket_that_it_asks_for(int number)
    {
        var socket = new SocketRole(number);
        await using var swarm = await Swarm.StartAsync(1);

        var reply = await swarm.Nodes[0].RequestAsync(RequestSpec.Ping(swarm.BootstrapAddress) with { Socket = socket });

        Assert.Equal(socket == SocketRole.Server, reply.To == await Swarm.AddressOf(swarm.Nodes[0]));
    }

    [Fact]
    public async Task A_command_that_nobody_handles_is_unknown()
    {
        await using var swarm = await Swarm.StartAsync(1);

        var reply = await swarm.Nodes[0].RequestAsync(new RequestSpec(swarm.BootstrapAddress, Command));

        Assert.Equal(ErrorCodes.UnknownCommand, reply.Error);
    }

    [Fact]
    public async Task A_command_reaches_its_handler_with_target_and_value_and_the_token_only_once_it_is_valid()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var seen = new List<IncomingRequest>();
        await Handler.RespondAsync(swarm.Bootstrapper, swarm.System, request =>
        {
            seen.Add(request);
            return Answer.Success(new byte[] { 42 });
        });
        var target = Ids.Of(PeerAddress.Loopback(1));
        var spec = new RequestSpec(swarm.BootstrapAddress, Command) { Target = target, Value = new byte[] { 1, 2 } };

        var first = await swarm.Nodes[0].RequestAsync(spec);
        var second = await swarm.Nodes[0].RequestAsync(spec with { Token = first.Token });
        var refused = await swarm.Nodes[0].RequestAsync(spec with { Token = RoundTripToken.Read(new byte[RoundTripToken.Length]) });

        Assert.Equal([42], first.Value!.Value.ToArray());
        Assert.Equal(ErrorCodes.Ok, second.Error);
        Assert.Equal(ErrorCodes.InvalidToken, refused.Error);
        Assert.Equal(2, seen.Count);
        Assert.Null(seen[0].Token);
        Assert.NotNull(seen[1].Token);
        Assert.All(seen, request => Assert.Equal((Command, target), (request.Command, request.Target)));
        Assert.All(seen, request => Assert.Equal([1, 2], request.Value!.Value.ToArray()));
        Assert.All(seen, request => Assert.Equal(Ids.Of(request.From), request.FromId));
    }

    [Fact]
    public async Task An_error_code_of_the_application_arrives_as_it_was_sent_and_without_a_token()
    {
        await using var swarm = await Swarm.StartAsync(1);
        await Handler.RespondAsync(swarm.Bootstrapper, swarm.System, request => Answer.Failure(ErrorCodes.FirstOfApplication + request.Command));

        var reply = await swarm.Nodes[0].RequestAsync(new RequestSpec(swarm.BootstrapAddress, Command));

        Assert.Equal(ErrorCodes.FirstOfApplication + Command, reply.Error);
        Assert.Null(reply.Token);
    }

    [Fact]
    public async Task A_handler_that_stops_leaves_its_commands_unknown()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var handler = await Handler.RespondAsync(swarm.Bootstrapper, swarm.System, _ => Answer.Success());
        var spec = new RequestSpec(swarm.BootstrapAddress, Command);
        Assert.Equal(ErrorCodes.Ok, (await swarm.Nodes[0].RequestAsync(spec)).Error);

        swarm.System.Stop(handler);

        await Eventually.HoldsAsync(async () =>
            (await swarm.Nodes[0].RequestAsync(spec with { Timeout = Short })).Error == ErrorCodes.UnknownCommand);
    }

    [Fact]
    public async Task A_request_can_be_relayed_to_a_node_whose_answer_comes_back_the_same_way()
    {
        await using var swarm = await Swarm.StartAsync(2);
        var (asking, answering) = (await Swarm.AddressOf(swarm.Nodes[0]), await Swarm.AddressOf(swarm.Nodes[1]));
        await Handler.AnswerAsync(swarm.Bootstrapper, swarm.System, request => request.From == asking
            ? new RequestMessages.Relay(request, new byte[] { 8 }, answering)
            : new RequestMessages.Respond(request, new Answer { Value = request.Value, To = asking }));
        await Handler.AnswerAsync(swarm.Nodes[1], swarm.System, request =>
            new RequestMessages.Relay(request, new byte[] { request.Value!.Value.Span[0], 9 }, swarm.BootstrapAddress));

        var reply = await swarm.Nodes[0].RequestAsync(new RequestSpec(swarm.BootstrapAddress, Command));

        Assert.Equal([8, 9], reply.Value!.Value.ToArray());
    }

    [Fact]
    public async Task A_reply_from_another_endpoint_than_the_one_asked_is_not_believed()
    {
        await using var swarm = await Swarm.StartAsync(2);
        var (asking, other) = (await Swarm.AddressOf(swarm.Nodes[0]), await Swarm.AddressOf(swarm.Nodes[1]));
        await Handler.AnswerAsync(swarm.Bootstrapper, swarm.System, request => new RequestMessages.Relay(request, null, other));
        await Handler.RespondAsync(swarm.Nodes[1], swarm.System, _ => new Answer { To = asking });

        var failure = await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[0].RequestAsync(
            new RequestSpec(swarm.BootstrapAddress, Command) { Retries = 0, Timeout = Short * 10 }));

        Assert.Equal(RequestOutcomeKind.TimedOut, failure.Kind);
        Assert.Equal(1, (await swarm.Nodes[0].GetStatsAsync()).Endpoint.Datagrams.UnexpectedReplies);
    }

    [Fact]
    public async Task A_request_is_sent_again_until_it_times_out()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var before = (await swarm.Nodes[0].GetStatsAsync()).Endpoint.Requests;
        var dead = RequestSpec.Ping(Swarm.FindFreeAddress()) with { Timeout = Short };

        var failure = await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[0].RequestAsync(dead with { Retries = 3 }));

        var after = (await swarm.Nodes[0].GetStatsAsync()).Endpoint.Requests;
        Assert.Equal(RequestOutcomeKind.TimedOut, failure.Kind);
        Assert.StartsWith("REQUEST_TIMEOUT", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, after.Retries - before.Retries);
        Assert.Equal(1, after.Timeouts - before.Timeouts);
    }

    [Fact]
    public async Task A_request_without_retries_is_sent_once()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var before = (await swarm.Nodes[0].GetStatsAsync()).Endpoint.Requests.Retries;

        await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[0].RequestAsync(
            RequestSpec.Ping(Swarm.FindFreeAddress()) with { Timeout = Short, Retries = 0 }));

        Assert.Equal(before, (await swarm.Nodes[0].GetStatsAsync()).Endpoint.Requests.Retries);
    }

    [Fact]
    public async Task A_delayed_ping_is_answered_after_its_delay()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var delay = TimeSpan.FromMilliseconds(150);

        var reply = await swarm.Nodes[0].DelayedPingAsync(swarm.BootstrapAddress, delay);

        Assert.InRange(reply.Rtt, delay, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_delayed_ping_beyond_the_own_limit_is_refused_at_once()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var tooLong = new AnswerSettings().MaxPingDelay + TimeSpan.FromMilliseconds(1);

        var failure = await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[0].DelayedPingAsync(swarm.BootstrapAddress, tooLong));

        Assert.Equal(RequestOutcomeKind.Refused, failure.Kind);
    }

    [Fact]
    public async Task A_delayed_ping_beyond_the_peers_limit_gets_no_reply()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var strict = await swarm.AddAsync(swarm.Settings with { Endpoint = new() { Answers = new() { MaxPingDelay = TimeSpan.FromMilliseconds(10) } } });
        var ping = RequestSpec.DelayedPing(await Swarm.AddressOf(strict), TimeSpan.FromMilliseconds(20)) with { Timeout = Short * 5, Retries = 0 };

        var failure = await Assert.ThrowsAsync<DhtException>(() => swarm.Nodes[0].RequestAsync(ping));

        Assert.Equal(RequestOutcomeKind.TimedOut, failure.Kind);
        Assert.Equal(1, (await strict.GetStatsAsync()).Endpoint.Answers.BadValues + (await strict.GetStatsAsync()).Endpoint.Answers.DelayedPingsRefused);
    }

    [Fact]
    public async Task A_session_that_is_disposed_fails_its_requests_and_no_others()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var node = swarm.Nodes[0];
        var dead = RequestSpec.Ping(Swarm.FindFreeAddress());
        var session = node.CreateSession();

        var (first, second) = (session.RequestAsync(dead), session.PingAsync(Swarm.FindFreeAddress()));
        var other = node.RequestAsync(dead with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 0 });
        session.Dispose();

        Assert.Equal(RequestOutcomeKind.Destroyed, (await Assert.ThrowsAsync<DhtException>(() => first)).Kind);
        Assert.Equal(RequestOutcomeKind.Destroyed, (await Assert.ThrowsAsync<DhtException>(() => second)).Kind);
        Assert.Equal(RequestOutcomeKind.TimedOut, (await Assert.ThrowsAsync<DhtException>(() => other)).Kind);
    }

    [Fact]
    public async Task A_query_leaves_the_other_requests_of_its_session_alone()
    {
        await using var swarm = await Swarm.StartAsync(2);
        using var session = swarm.Nodes[0].CreateSession();
        var request = session.RequestAsync(RequestSpec.Ping(Swarm.FindFreeAddress()) with { Timeout = Short * 10, Retries = 0 });

        await using var query = session.Query(new QueryPlan(Ids.Of(swarm.BootstrapAddress), Commands.FindNode) { IsInternal = true });
        await query.FinishedAsync();

        Assert.NotEmpty(query.ClosestReplies);
        Assert.Equal(RequestOutcomeKind.TimedOut, (await Assert.ThrowsAsync<DhtException>(() => request)).Kind);
    }

    [Fact]
    public async Task A_query_ends_with_its_session()
    {
        await using var swarm = await Swarm.StartAsync(0);
        var session = swarm.Bootstrapper.CreateSession();
        var dead = Swarm.FindFreeAddress();

        await using var query = session.Query(new QueryPlan(default, Command) { Seeds = [new Node(Ids.Of(dead), dead)], OnlySeeds = true });
        var finished = query.FinishedAsync();
        await Eventually.HoldsAsync(async () => (await swarm.Bootstrapper.GetStatsAsync()).Endpoint.Requests.Active == 1);
        session.Dispose();
        await finished;

        Assert.Empty(query.ClosestReplies);
        await Eventually.HoldsAsync(async () => (await swarm.Bootstrapper.GetStatsAsync()).Queries.Active == 0);
    }

    [Fact]
    public async Task A_query_lives_through_a_dead_node_and_tells_who_spoke_of_it()
    {
        await using var swarm = await Swarm.StartAsync(3);
        var dead = await Swarm.AddressOf(swarm.Nodes[2]);
        await swarm.Nodes[2].DisposeAsync();

        await using var query = swarm.Nodes[0].Query(new QueryPlan(Ids.Of(dead), Commands.FindNode) { IsInternal = true, Retries = 0 });
        await query.FinishedAsync();

        Assert.DoesNotContain(query.ClosestNodes, node => node.Address == dead);
        Assert.NotEmpty(query.ClosestNodes);
        var stats = await swarm.Nodes[0].GetStatsAsync();
        Assert.True(query.Stats.Errors == 0 || stats.Endpoint.Requests.DownHint.Sent > 0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task Down_hints_keep_to_their_rate(int perTick, long sent)
    {
        await using var swarm = await Swarm.StartAsync(1);
        var node = await swarm.AddAsync(swarm.Ephemeral with { Endpoint = new() { DownHintsPerTick = perTick } });
        var hint = RequestSpec.DownHint(swarm.BootstrapAddress, PeerAddress.Loopback(1));
        var outcomes = new List<bool>();

        for (var i = 0; i < 3; i++) outcomes.Add(await SucceedsAsync(() => node.RequestAsync(hint)));

        Assert.Equal(sent, outcomes.Count(succeeded => succeeded));
        Assert.Equal(sent, (await node.GetStatsAsync()).Endpoint.Requests.DownHint.Sent);
    }

    [Fact]
    public async Task Statistics_count_what_was_asked_and_answered()
    {
        await using var swarm = await Swarm.StartAsync(1);
        var before = await swarm.Nodes[0].GetStatsAsync();

        await swarm.Nodes[0].PingAsync(swarm.BootstrapAddress);
        await swarm.Nodes[0].PingAsync(swarm.BootstrapAddress);

        var after = await swarm.Nodes[0].GetStatsAsync();
        Assert.Equal(2, after.Endpoint.Requests.Ping.Sent - before.Endpoint.Requests.Ping.Sent);
        Assert.Equal(2, after.Endpoint.Requests.Responses - before.Endpoint.Requests.Responses);
        Assert.True(after.ServerSocket.Sent + after.ClientSocket.Sent > 0);
        Assert.True(after.ServerSocket.Received + after.ClientSocket.Received > 0);
        Assert.True(after.Queries.Total > 0);
    }

    [Fact]
    public async Task Round_trip_statistics_come_from_a_walk()
    {
        await using var swarm = await Swarm.StartAsync(4);

        var stats = await swarm.Nodes[0].GetRttStatsAsync();

        Assert.True(stats.Successes > 0);
        Assert.Equal(0, stats.Errors);
        Assert.True(stats.Responses.Rtt > TimeSpan.Zero);
        Assert.True(stats.ClosestReplies.CloserNodes > 0);
    }

    [Fact]
    public async Task Round_trip_statistics_of_a_lonely_node_are_zeros()
    {
        await using var swarm = await Swarm.StartAsync(0);

        Assert.Equal(new RttStats(0, 0, default, default), await swarm.Bootstrapper.GetRttStatsAsync());
    }

    private static async Task<bool> SucceedsAsync(Func<Task> request)
    {
        try
        {
            await request();
            return true;
        }
        catch (DhtException error) when (error.Kind == RequestOutcomeKind.Refused)
        {
            return false;
        }
    }
}
