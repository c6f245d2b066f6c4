namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Connections that nothing but a hole punch can bring about, on loopback.</summary>
public sealed class PunchTests
{
    [JsTheory]
    [MemberData(nameof(Cast.NetworkServerAndClient), MemberType = typeof(Cast))]
    public async Task Two_peers_behind_NATs_punch_through_to_each_other(Side network, Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(network);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false));

        var pair = await HyperPair.OpenAsync(other, server, Connecting.ByPunching);

        await pair.AssertCarriesAsync();
        Assert.NotEqual(one.Address, await pair.Client.RemoteAddressAsync());
        await Eventually.HoldsAsync(async () => (await one.PunchesAsync()).Consistent == 1);
        await Eventually.HoldsAsync(async () => (await other.PunchesAsync()).Consistent == 1);
        await pair.AssertEndsAsync();
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_first_probe_opens_the_way_before_anyone_has_to_punch(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false));

        var pair = await HyperPair.OpenAsync(other, server, new(LocalConnection: false));

        await pair.AssertCarriesAsync();
        Assert.NotEqual(one.Address, await pair.Client.RemoteAddressAsync());
        Assert.Equal(0, (await other.PunchesAsync()).Consistent);
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_client_may_refuse_to_punch(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false));

        var stream = await other.ConnectAsync(server.PublicKey, Connecting.ByPunching with { MayPunch = false });

        Assert.Equal("HOLEPUNCH_ABORTED", await stream.FailedAsync());
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_server_may_refuse_to_punch(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false, MayPunch: false));

        var stream = await other.ConnectAsync(server.PublicKey, Connecting.ByPunching);

        Assert.Contains(await stream.FailedAsync(), new[] { "HOLEPUNCH_ABORTED", "REMOTE_ABORTED" });
    }

    [JsTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task A_way_that_was_found_once_is_gone_again_without_punching(Side listens, Side connects)
    {
        await using var net = await HyperNetwork.StartAsync(Side.JavaScript);
        var (one, other) = (await net.JoinAsync(listens), await net.JoinAsync(connects));
        var server = await one.ListenAsync(new(ShareLocalAddress: false, ReusableSocket: true));
        var reusing = Connecting.ByPunching with { ReusableSocket = true };

        var first = await HyperPair.OpenAsync(other, server, reusing);
        var second = await HyperPair.OpenAsync(other, server, reusing);

        await first.AssertCarriesAsync();
        await second.AssertCarriesAsync();
        Assert.Equal(await first.Client.RemoteAddressAsync(), await second.Client.RemoteAddressAsync());
        await Eventually.HoldsAsync(async () => (await other.PunchesAsync()).Consistent == 1);
    }
}
