using System.Text;
using AkkaDht.Connections;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Servers;
using AkkaDht.Supervision;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Servers;

/// <summary>Servers and their clients on loopback, found by their keys through nodes between them.</summary>
public sealed class ServingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Swarm _swarm = null!;
    private DhtNode _one = null!;
    private DhtNode _other = null!;

    public async Task InitializeAsync()
    {
        _swarm = await Swarm.StartAsync(3, isHyperDht: true);
        _one = await _swarm.AddAsync(_swarm.Ephemeral);
        _other = await _swarm.AddAsync(_swarm.Ephemeral);
    }

    // Servers take their announcements back while the nodes are there that have them.
    public async Task DisposeAsync()
    {
        await Task.WhenAll(_one.DisposeAsync().AsTask(), _other.DisposeAsync().AsTask());
        await _swarm.DisposeAsync();
    }

    [Fact]
    public async Task A_server_is_found_by_its_key_and_both_sides_know_each_other()
    {
        var server = await _one.ListenAsync();

        var (client, accepted) = await ConnectAsync(_other, server);

        Assert.Equal((await _one.GetKeyPairAsync()).PublicKey, server.PublicKey);
        Assert.Equal((await _other.GetKeyPairAsync()).PublicKey, accepted.RemotePublicKey);
        Assert.Equal(server.PublicKey, client.RemotePublicKey);
        Assert.Equal(client.HandshakeHash.ToArray(), accepted.HandshakeHash.ToArray());
        await client.WriteAsync(Encoding.UTF8.GetBytes("hello"));
        Assert.Equal("hello", Encoding.UTF8.GetString((await accepted.ReadAsync())!.Value.Span));
    }

    [Fact]
    public async Task A_server_says_where_it_is_announced()
    {
        var server = await _one.ListenAsync();

        var relays = await server.GetRelaysAsync();

        Assert.Equal(3, relays.Nodes.Count);
        Assert.Equal(3, relays.Addresses.Count);
        Assert.Subset(relays.Nodes.Select(relay => relay.Relay).Append(await Swarm.AddressOf(_one)).ToHashSet(), relays.Addresses.ToHashSet());
    }

    [Fact]
    public async Task Two_servers_of_a_node_do_not_share_a_key_pair()
    {
        await using var server = await _one.ListenAsync();

        var failure = await Assert.ThrowsAsync<DhtException>(() => _one.ListenAsync());

        Assert.Equal(ListenError.KeyPairInUse, failure.ListenError);
        Assert.StartsWith("KEYPAIR_ALREADY_USED", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_pair_is_free_again_when_its_server_is_closed()
    {
        await (await _one.ListenAsync()).DisposeAsync();

        await using var again = await _one.ListenAsync();

        await ConnectAsync(_other, again);
    }

    [Fact]
    public async Task A_node_has_many_servers_and_each_has_its_clients()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _one.ListenAsync(DhtNode.NewKeyPair())));

        var pairs = await Task.WhenAll(servers.Select(server => ConnectAsync(_other, server)));

        Assert.Equal(servers.Select(server => server.PublicKey), pairs.Select(pair => pair.Client.RemotePublicKey));
        Assert.Equal(5, (await _one.GetStatsAsync()).Servers.Active);
    }

    [Fact]
    public async Task A_node_connects_to_a_server_of_its_own()
    {
        var server = await _one.ListenAsync(DhtNode.NewKeyPair());

        var (client, accepted) = await ConnectAsync(_one, server);

        Assert.Equal(server.PublicKey, client.RemotePublicKey);
        Assert.Equal((await _one.GetKeyPairAsync()).PublicKey, accepted.RemotePublicKey);
    }

    [Fact]
    public async Task Many_clients_connect_at_once()
    {
        var server = await _one.ListenAsync();

        var clients = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _other.ConnectAsync(server.PublicKey).WaitAsync(Patience)));

        var accepted = new List<DhtConnection>();
        while (accepted.Count < clients.Length) accepted.Add(await AcceptAsync(server));
        Assert.Equal(
            clients.Select(client => Convert.ToHexString(client.HandshakeHash.Span)).Order(),
            accepted.Select(connection => Convert.ToHexString(connection.HandshakeHash.Span)).Order());
    }

    [Fact]
    public async Task A_client_may_be_somebody_else_than_its_node()
    {
        var (server, keyPair) = (await _one.ListenAsync(), DhtNode.NewKeyPair());

        var client = await _other.ConnectAsync(new PeerSpec(server.PublicKey) { KeyPair = keyPair }).WaitAsync(Patience);

        Assert.Equal(keyPair.PublicKey, (await AcceptAsync(server)).RemotePublicKey);
        Assert.Equal(server.PublicKey, client.RemotePublicKey);
    }

    [Fact]
    public async Task The_owner_of_a_server_is_asked_about_each_client_once()
    {
        var introductions = new List<PeerIntroduction>();
        var server = await _one.ListenAsync(options: new ServerSpec
        {
            Firewall = async introduction =>
            {
                await Task.Yield();
                lock (introductions) introductions.Add(introduction);
                return true;
            },
        });

        await ConnectAsync(_other, server);

        Assert.Equal((await _other.GetKeyPairAsync()).PublicKey, Assert.Single(introductions).PublicKey);
    }

    [Fact]
    public async Task A_server_that_was_closed_is_found_no_more()
    {
        var server = await _one.ListenAsync();
        await server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ConnectionException>(() => _other.ConnectAsync(server.PublicKey).WaitAsync(Patience));

        Assert.Equal(ConnectError.PeerNotFound, failure.Attempt!.Error);
    }

    [Fact]
    public async Task Of_an_attempt_for_nobody_nothing_remains()
    {
        var failure = await Assert.ThrowsAsync<ConnectionException>(() => _other.ConnectAsync(DhtNode.NewKeyPair().PublicKey).WaitAsync(Patience));

        Assert.Equal((ConnectError.PeerNotFound, ConnectStage.Finding), (failure.Attempt!.Error, failure.Attempt.Stage));
        await NothingRemainsAsync(_other);
        Assert.Equal(1, (await _other.GetStatsAsync()).Connecting.Failed);
    }

    [Fact]
    public async Task A_client_that_gives_up_leaves_nothing()
    {
        var silent = await _one.ListenAsync(options: new ServerSpec { Firewall = _ => Task.FromResult(false) });
        using var impatience = new CancellationTokenSource();
        var connecting = _other.ConnectAsync(silent.PublicKey, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await NothingRemainsAsync(_other);
    }

    [Fact]
    public async Task When_both_sides_have_closed_nothing_remains_of_a_connection()
    {
        var server = await _one.ListenAsync(options: new ServerSpec { HandshakeClearWait = TimeSpan.FromMilliseconds(1) });
        var (client, accepted) = await ConnectAsync(_other, server);

        await Task.WhenAll(client.CloseAsync(), accepted.CloseAsync());

        await NothingRemainsAsync(_other);
        await NothingRemainsAsync(_one);
    }

    [Fact]
    public async Task A_server_comes_back_with_its_node()
    {
        var server = await _one.ListenAsync();
        await _one.SuspendAsync().WaitAsync(Patience);
        var gone = await Assert.ThrowsAsync<ConnectionException>(() => _other.ConnectAsync(server.PublicKey).WaitAsync(Patience));
        Assert.Equal(ConnectError.PeerNotFound, gone.Attempt!.Error);

        await _one.ResumeAsync().WaitAsync(Patience);
        await Eventually.HoldsAsync(async () => (await server.GetRelaysAsync()).Nodes.Count > 0);

        await ConnectAsync(_other, server);
    }

    [Fact]
    public async Task A_node_that_is_suspended_neither_listens_nor_connects()
    {
        var server = await _one.ListenAsync();
        await _other.SuspendAsync().WaitAsync(Patience);

        var listening = await Assert.ThrowsAsync<DhtException>(() => _other.ListenAsync());
        var connecting = await Assert.ThrowsAsync<ConnectionException>(() => _other.ConnectAsync(server.PublicKey).WaitAsync(Patience));

        Assert.Equal(ListenError.Suspended, listening.ListenError);
        Assert.Equal(ConnectError.Suspended, connecting.Attempt!.Error);
    }

    [Fact]
    public async Task A_node_that_ends_takes_its_announcements_back()
    {
        var server = await _one.ListenAsync();

        await _one.DisposeAsync().AsTask().WaitAsync(Patience);

        await server.Completion.WaitAsync(Patience);
        var failure = await Assert.ThrowsAsync<ConnectionException>(() => _other.ConnectAsync(server.PublicKey).WaitAsync(Patience));
        Assert.Equal(ConnectError.PeerNotFound, failure.Attempt!.Error);
    }

    [Fact]
    public async Task A_node_without_hyperdht_has_no_servers()
    {
        await using var node = await DhtNode.StartAsync(_swarm.System, Swarm.Alone, $"plain-{Guid.NewGuid():n}");

        var failure = await Assert.ThrowsAsync<DhtException>(() => node.ListenAsync());

        Assert.Equal(ListenError.NodeEnded, failure.ListenError);
    }

    [Fact]
    public async Task Connections_that_nobody_accepts_are_given_up_beyond_the_backlog()
    {
        var server = await _one.ListenAsync(options: new ServerSpec { MaxBacklog = 1 });
        var first = await _other.ConnectAsync(server.PublicKey).WaitAsync(Patience);
        await Eventually.HoldsAsync(async () => (await _one.GetStatsAsync()).Servers.Handshakes is { Admitted: 1, UnderWay: 0 });

        var second = await _other.ConnectAsync(server.PublicKey).WaitAsync(Patience);

        Assert.False((await second.Completion.WaitAsync(Patience)).IsClean);
        Assert.False(first.Completion.IsCompleted);
    }

    private static async Task<(DhtConnection Client, DhtConnection Accepted)> ConnectAsync(DhtNode node, DhtServer server)
    {
        var client = await node.ConnectAsync(server.PublicKey).WaitAsync(Patience);
        return (client, await AcceptAsync(server));
    }

    private static async Task<DhtConnection> AcceptAsync(DhtServer server)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var connection in server.AcceptAsync(patience.Token)) return connection;
        throw new InvalidOperationException("The server is closed.");
    }

    private static Task NothingRemainsAsync(DhtNode node) => Eventually.HoldsAsync(async () => IsAtRest(await node.GetStatsAsync()));

    private static bool IsAtRest(NodeStats stats) =>
        stats is { Connecting.Active: 0, Connections.Active: 0, Queries.Active: 0, Pool.Active: 0, Endpoint.Requests.Active: 0, Servers.Handshakes.UnderWay: 0 };
}
