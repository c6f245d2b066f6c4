using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Interop.Tests;

/// <summary>Single requests between one node of either side.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    // As in peers/serving.mjs.
    private const ulong Values = 0;
    private const ulong Echo = 1;
    private const ulong Fail = 2;
    private const ulong TokenShown = 3;
    private const ulong Unheard = 4;

    private static readonly byte[] Target = [.. Enumerable.Repeat((byte)7, NodeId.Length)];
    private static readonly string ForgedToken = new('a', 2 * RoundTripToken.Length);

    private readonly OurNodes _ours = new();
    private JsPeer _peer = null!;
    private JsNode _js = null!;
    private OurNode _our = null!;

    public async Task InitializeAsync()
    {
        if (NodeRuntime.Missing is not null) return;

        _peer = await JsPeer.StartAsync();
        _js = await _peer.StartBootstrapperAsync();
        _our = await _ours.StartAsync(_js.Address);
    }

    public async Task DisposeAsync()
    {
        if (_peer is not null) await _peer.DisposeAsync();
        await _ours.DisposeAsync();
    }

    [JsFact]
    public async Task A_value_comes_back_as_it_was_sent()
    {
        byte[][] values = [[], [1], [.. Enumerable.Range(0, 1000).Select(i => (byte)i)]];
        foreach (var value in values)
        {
            var reply = await AskAsync(new RequestSpec(_js.Address, Echo) { Value = value });

            Assert.Equal(value, reply.Value!.Value.ToArray());
        }
    }

    [JsFact]
    public async Task A_missing_value_is_not_an_empty_one() =>
        Assert.Null((await AskAsync(new RequestSpec(_js.Address, Echo))).Value);

    [JsFact]
    public async Task An_error_of_the_application_arrives_as_a_reply()
    {
        var reply = await AskAsync(new RequestSpec(_js.Address, Fail) { Value = new byte[] { 17 } });

        Assert.Equal(17UL, reply.Error);
        Assert.Null(reply.Token);
    }

    [JsFact]
    public async Task A_command_that_nobody_handles_is_unknown_to_JavaScript()
    {
        var silent = await _peer.StartNodeAsync(new([_js.Address], Ephemeral: false, Serving: false));

        var reply = await AskAsync(new RequestSpec(silent.Address, Values) { Target = NodeId.Read(Target) });

        Assert.Equal(ErrorCodes.UnknownCommand, reply.Error);
        Assert.Null(reply.Token);
        Assert.NotEmpty(reply.CloserNodes);
    }

    [JsFact]
    public async Task A_command_that_nobody_handles_is_unknown_to_us()
    {
        var silent = await _ours.StartAsync(_js.Address, isServing: false);

        var reply = await _js.RequestAsync(silent.Address, Values, target: Target);

        Assert.Equal(ErrorCodes.UnknownCommand, reply.Error);
        Assert.Null(reply.Token);
        Assert.NotEmpty(reply.CloserNodes);
    }

    [JsFact]
    public async Task A_request_that_is_not_answered_times_out()
    {
        var unanswered = AskAsync(new RequestSpec(_js.Address, Unheard) { Retries = 0 });

        Assert.Equal(RequestOutcomeKind.TimedOut, (await Assert.ThrowsAsync<DhtException>(() => unanswered)).Kind);
    }

    [JsFact]
    public async Task The_token_of_a_JavaScript_node_proves_our_address_to_it()
    {
        var first = await AskAsync(new RequestSpec(_js.Address, TokenShown));
        var second = await AskAsync(new RequestSpec(_js.Address, TokenShown) { Token = first.Token });

        Assert.Equal([0], first.Value!.Value.ToArray());
        Assert.Equal([1], second.Value!.Value.ToArray());
    }

    [JsFact]
    public async Task Our_token_lets_a_JavaScript_node_store()
    {
        var target = Convert.FromHexString((await _js.PutAsync([1, 2, 3])).Target);
        var before = await _js.RequestAsync(_our.Address, Values, [4, 5, 6], target);

        var stored = await _js.RequestAsync(_our.Address, Values, [4, 5, 6], target, before.Token);
        var after = await _js.RequestAsync(_our.Address, Values, target: System.Security.Cryptography.SHA256.HashData([4, 5, 6]));

        Assert.NotNull(before.Token);
        Assert.Equal(0UL, stored.Error);
        Assert.Equal("040506", after.Value);
    }

    [JsFact]
    public async Task A_forged_token_is_answered_with_INVALID_TOKEN_and_a_good_one()
    {
        var theirs = await AskAsync(new RequestSpec(_js.Address, TokenShown) { Token = RoundTripToken.Read(Convert.FromHexString(ForgedToken)) });
        var our = await _js.RequestAsync(_our.Address, Values, target: Target, token: ForgedToken);
        var again = await _js.RequestAsync(_our.Address, Values, target: Target, token: our.Token);

        Assert.Equal(ErrorCodes.InvalidToken, theirs.Error);
        Assert.NotNull(theirs.Token);
        Assert.Equal(ErrorCodes.InvalidToken, our.Error);
        Assert.NotNull(our.Token);
        Assert.Equal(ErrorCodes.Ok, again.Error);
    }

    [JsFact]
    public async Task A_ping_may_carry_padding_both_ways()
    {
        var reply = await _our.Node.PingAsync(_js.Address, sizeBytes: 1000);
        var reverse = await _js.PingAsync(_our.Address, size: 1000);

        Assert.Null(reply.Value);
        Assert.Null(reply.Token);
        Assert.Null(reverse.Value);
        Assert.Null(reverse.Token);
    }

    [JsFact]
    public async Task A_delayed_ping_is_answered_after_the_delay_both_ways()
    {
        var reply = await _our.Node.DelayedPingAsync(_js.Address, TimeSpan.FromMilliseconds(300));
        var reverse = await _js.DelayedPingAsync(_our.Address, 300);

        Assert.InRange(reply.Rtt, TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(1.3));
        Assert.InRange(reverse.Elapsed!.Value, 290, 1300);
    }

    [JsFact]
    public async Task We_answer_PING_NAT_to_the_port_that_it_names()
    {
        var state = await _js.StateAsync();

        // The request leaves on the server socket of a bootstrapper; the answer is asked to its client socket.
        var reply = await _js.PingNatAsync(_our.Address, state.ClientPort);

        Assert.Equal(state.ClientPort, reply.To.Port);
        Assert.Equal(_our.Id, reply.From.Id);
    }

    [JsFact]
    public async Task Garbage_from_a_JavaScript_machine_stops_nobody()
    {
        var random = new Random(20);
        var garbage = Enumerable.Range(0, 500).Select(i =>
        {
            var datagram = new byte[random.Next(1, 200)];
            random.NextBytes(datagram);
            datagram[0] = (byte)(i % 3 == 0 ? 0x03 : i % 3 == 1 ? 0x13 : datagram[0]);
            return datagram;
        });

        await _peer.SendAsync(_our.Address, [.. garbage]);

        Assert.Equal(_our.Id, (await _js.PingAsync(_our.Address)).From.Id);
        Assert.True((await _our.Node.GetStatsAsync()).Endpoint.Datagrams.Malformed > 0);
    }

    private Task<Reply> AskAsync(RequestSpec request) => _our.Node.RequestAsync(request);
}
