namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Connections through a blind relay.</summary>
public sealed class RelayTests
{
    [JsTheory]
    [MemberData(nameof(Cast.RelayServerAndClient), MemberType = typeof(Cast))]
    public async Task A_relay_that_the_client_wants_carries_what_cannot_be_punched(Side relays, Side listens, Side connects)
    {
        await using var scene = await StartAsync(relays, listens, connects);
        var server = await scene.Listens.ListenAsync(new(ShareLocalAddress: false, MayPunch: false));

        var pair = await HyperPair.OpenAsync(scene.Connects, server, Connecting.ByPunching with { RelayThrough = scene.Relay.PublicKey });

        await pair.AssertCarriesAsync();
        Assert.Equal(scene.Relay.Address, await pair.Client.RemoteAddressAsync());
        Assert.Equal(scene.Relay.Address, await pair.Server.RemoteAddressAsync());
        Assert.Equal(1, await scene.Relay.PairsAsync());
        await pair.AssertEndsAsync();
    }

    [JsTheory]
    [MemberData(nameof(Cast.RelayServerAndClient), MemberType = typeof(Cast))]
    public async Task A_relay_that_the_server_wants_carries_what_cannot_be_punched(Side relays, Side listens, Side connects)
    {
        await using var scene = await StartAsync(relays, listens, connects);
        var server = await scene.Listens.ListenAsync(new(ShareLocalAddress: false, RelayThrough: scene.Relay.PublicKey));

        var pair = await HyperPair.OpenAsync(scene.Connects, server, Connecting.ByPunching with { MayPunch = false });

        await pair.AssertCarriesAsync();
        Assert.Equal(scene.Relay.Address, await pair.Client.RemoteAddressAsync());
        Assert.Equal(1, await scene.Relay.PairsAsync());
        await pair.AssertEndsAsync();
    }

    [JsTheory]
    [MemberData(nameof(Cast.RelayServerAndClient), MemberType = typeof(Cast))]
    public async Task A_relay_that_dies_takes_with_it_only_what_goes_through_it(Side relays, Side listens, Side connects)
    {
        await using var scene = await StartAsync(relays, listens, connects);
        var relayed = await scene.Listens.ListenAsync(new(Seeds.Of(1), ShareLocalAddress: false, RelayThrough: scene.Relay.PublicKey));
        var direct = await scene.Listens.ListenAsync(new(Seeds.Of(2), ShareLocalAddress: false));
        var dying = await HyperPair.OpenAsync(scene.Connects, relayed, Connecting.ByPunching with { MayPunch = false });
        var living = await HyperPair.OpenAsync(scene.Connects, direct, Connecting.ByPunching);

        var writing = dying.Client.WriteAsync(new(Size: 64 * 1024, Messages: 2000));
        await scene.Relay.KillAsync();

        await living.AssertCarriesAsync();
        Assert.False(await dying.Client.ClosedAsync());
        await living.AssertEndsAsync();
        await writing.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task<Scene> StartAsync(Side relays, Side listens, Side connects)
    {
        var network = await HyperNetwork.StartAsync(Side.JavaScript);
        return new(network, await network.StartRelayAsync(relays), await network.JoinAsync(listens), await network.JoinAsync(connects));
    }

    private sealed record Scene(HyperNetwork Network, IHyperRelay Relay, IHyperPeer Listens, IHyperPeer Connects) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Network.DisposeAsync();
    }
}
