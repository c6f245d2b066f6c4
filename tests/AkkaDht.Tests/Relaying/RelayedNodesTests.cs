using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Relaying;

/// <summary>Nodes on loopback of which one relays for two others.</summary>
public sealed class RelayedNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Swarm _swarm = null!;
    private DhtNode _relay = null!;
    private DhtNode _one = null!;
    private DhtNode _other = null!;

    public async Task InitializeAsync()
    {
        _swarm = await Swarm.StartAsync(3, isHyperDht: true);
        _relay = await _swarm.AddAsync(_swarm.Ephemeral with { Relaying = new() { IsRelay = true } });
        _one = await _swarm.AddAsync(Unsure);
        _other = await _swarm.AddAsync(Unsure);
        await Eventually.HoldsAsync(async () => (await _relay.GetStatsAsync()).Servers.Active == 1);
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_relay.DisposeAsync().AsTask(), _one.DisposeAsync().AsTask(), _other.DisposeAsync().AsTask());
        await _swarm.DisposeAsync();
    }

    [Fact]
    public async Task The_relay_of_a_client_joins_it_with_a_server_that_it_may_not_reach_directly()
    {
        var server = await _one.ListenAsync();

        var client = await _other.ConnectAsync(WithoutDirectWay(server.PublicKey) with { RelayThrough = [await RelayKeyAsync()] }).WaitAsync(Patience);

        await TalkThroughRelayAsync(client, await AcceptAsync(server));
    }

    [Fact]
    public async Task So_does_the_relay_of_a_server()
    {
        var server = await _one.ListenAsync(options: new ServerSpec { RelayThrough = [await RelayKeyAsync()] });

        var client = await _other.ConnectAsync(WithoutDirectWay(server.PublicKey)).WaitAsync(Patience);

        await TalkThroughRelayAsync(client, await AcceptAsync(server));
    }

    [Fact]
    public async Task A_connection_that_finds_a_direct_way_needs_the_relay_no_more()
    {
        var server = await _one.ListenAsync();

        var client = await _other.ConnectAsync(new PeerSpec(server.PublicKey) { RelayThrough = [await RelayKeyAsync()] }).WaitAsync(Patience);
        var accepted = await AcceptAsync(server);

        await Eventually.HoldsAsync(async () => (await _relay.GetStatsAsync()).Relaying.Pairs is { Sessions: 0, Links: 0 });
        await client.WriteAsync(new byte[100_000]);
        Assert.Equal(100_000, (await accepted.ReadAsync().AsTask().WaitAsync(Patience))!.Value.Length);
    }

    // A node that does not know whether it can be reached looks for a way through.
    private DhtNodeSettings Unsure => _swarm.Ephemeral with { Lifecycle = new() { IsEphemeral = true, QuickFirewall = false } };

    private static PeerSpec WithoutDirectWay(PublicKey server) => new(server) { LocalConnection = false, FastOpen = false, Holepunch = (_, _, _, _) => false };

    private async Task<PublicKey> RelayKeyAsync() => (await _relay.GetKeyPairAsync()).PublicKey;

    private async Task TalkThroughRelayAsync(DhtConnection client, DhtConnection accepted)
    {
        await client.WriteAsync(new byte[100_000]);
        Assert.Equal(100_000, (await accepted.ReadAsync().AsTask().WaitAsync(Patience))!.Value.Length);
        await accepted.WriteAsync(new byte[10_000]);
        Assert.Equal(10_000, (await client.ReadAsync().AsTask().WaitAsync(Patience))!.Value.Length);
        var relaying = (await _relay.GetStatsAsync()).Relaying;
        Assert.Equal((2, 1), (relaying.Pairs.Sessions, relaying.Pairs.Links));
        Assert.True(relaying.Bytes > 110_000);

        await Task.WhenAll(client.CloseAsync(), accepted.CloseAsync()).WaitAsync(Patience);
        await Eventually.HoldsAsync(async () => (await _relay.GetStatsAsync()).Relaying.Pairs is { Sessions: 0, Links: 0, Pending: 0 });
    }

    private static async Task<DhtConnection> AcceptAsync(DhtServer server)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var connection in server.AcceptAsync(patience.Token)) return connection;
        throw new InvalidOperationException("The server is closed.");
    }
}
