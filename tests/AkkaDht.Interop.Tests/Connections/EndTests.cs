using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Simulation;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>How connections between us and JavaScript end, and what either side learns of it.</summary>
public sealed class EndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_we_end_first_they_still_have_their_say(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect);

        pair.Ours.End();
        await pair.Theirs.EventAsync("end");
        var written = await pair.Theirs.WriteAsync(new(Size: 5000, Messages: 20, Seed: 2));
        await pair.Theirs.EndAsync();

        Assert.Equal(written with { Millis = null }, await pair.ReadAsync(20));
        Assert.Null(await pair.Ours.ReadAsync());
        await AssertCleanAsync(pair);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_they_end_first_we_still_have_our_say(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect);

        await pair.Theirs.EndAsync();
        Assert.Null(await pair.Ours.ReadAsync());
        await pair.WriteAsync(new(Size: 5000, Messages: 20, Seed: 2));
        pair.Ours.End();

        Assert.Equal(21, (await pair.Theirs.UntilAsync(messages: 21)).Received.Messages);
        await pair.Theirs.EventAsync("end");
        await AssertCleanAsync(pair);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_both_end_at_once_both_ends_are_clean(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect);

        var theirEnd = pair.Theirs.EndAsync();
        pair.Ours.End();
        await theirEnd;

        await AssertCleanAsync(pair);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_they_destroy_it_ours_was_reset(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect);

        await pair.Theirs.DestroyAsync();

        Assert.Equal(EndKind.ResetByPeer, (await pair.Ours.Completion.WaitAsync(Patience)).Kind);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_we_abort_it_theirs_was_reset(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect);

        pair.Ours.Abort();
        await pair.Theirs.EventAsync("close");

        Assert.Equal("ECONNRESET", (await pair.Theirs.ReportAsync()).Error!.Code);
        Assert.Equal(EndKind.Aborted, (await pair.Ours.Completion).Kind);
    }

    [JsFact]
    public async Task When_our_node_ends_theirs_was_reset()
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await OpenAsync(peers, weConnect: true);

        await peers.Ours.Node.DisposeAsync();
        await pair.Theirs.EventAsync("close");

        Assert.Equal("ECONNRESET", (await pair.Theirs.ReportAsync()).Error!.Code);
        Assert.Equal(EndKind.NodeEnded, (await pair.Ours.Completion).Kind);
    }

    [JsFact]
    public async Task A_peer_with_another_key_than_we_expect_fails_the_handshake()
    {
        await using var peers = await StreamPeers.StartAsync();

        var reason = await peers.FailToOpenAsync(expected: peers.OurKeys.PublicKey);

        Assert.True(reason.Kind is EndKind.ResetByPeer or EndKind.HandshakeFailed, $"{reason}");
    }

    // Thirteen seconds each, side by side.
    [JsFact]
    public async Task Whoever_is_killed_or_cut_off_has_timed_out_for_the_other()
    {
        await using var killed = await StreamPeers.StartAsync();
        await using var cutOff = await StreamPeers.StartAsync();
        var orphan = await OpenAsync(killed, weConnect: true);
        using var proxy = LossyProxy.Start(cutOff.JsSocket.Address, LinkConditions.Perfect, seed: 1);
        var torn = await cutOff.OpenAsync(weConnect: true, via: proxy.Address);
        await torn.AssertCarriesAsync(new(Size: 1));

        await killed.Js.KillAsync();
        proxy.Dispose();
        await orphan.Ours.WriteAsync(new byte[] { 1 });
        await torn.Ours.WriteAsync(new byte[] { 1 });
        await torn.Theirs.WriteAsync(new(Size: 1));
        var reasons = await Task.WhenAll(orphan.Ours.Completion, torn.Ours.Completion).WaitAsync(Patience);
        await torn.Theirs.EventAsync("close");

        Assert.All(reasons, reason => Assert.Equal(EndKind.TimedOut, reason.Kind));
        Assert.Equal("ETIMEDOUT", (await torn.Theirs.ReportAsync()).Error!.Code);
    }

    private static async Task<StreamPair> OpenAsync(StreamPeers peers, bool weConnect)
    {
        var pair = await peers.OpenAsync(weConnect);
        await pair.AssertCarriesAsync(new(Size: 1));
        return pair;
    }

    private static async Task AssertCleanAsync(StreamPair pair)
    {
        await pair.Theirs.EventAsync("close");

        Assert.Null((await pair.Theirs.ReportAsync()).Error);
        Assert.Equal(EndKind.Clean, (await pair.Ours.Completion.WaitAsync(Patience)).Kind);
    }
}
