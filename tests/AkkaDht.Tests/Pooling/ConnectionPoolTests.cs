using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Pooling;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Pooling;

/// <summary>Pools of two nodes on loopback that find each other by their keys.</summary>
public sealed class ConnectionPoolTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Swarm _swarm = null!;
    private DhtNode _one = null!;
    private DhtNode _other = null!;

    public async Task InitializeAsync()
    {
        _swarm = await Swarm.StartAsync(2, isHyperDht: true);
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
    public async Task All_who_ask_for_a_peer_share_one_connection()
    {
        var server = await _one.ListenAsync();
        var pool = _other.CreatePool();

        var connections = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ConnectAsync(pool, server.PublicKey)));

        var later = await ConnectAsync(pool, server.PublicKey);
        Assert.All(connections, connection => Assert.Same(later, connection));
        Assert.Equal(new PooledConnection(later.Actor, server.PublicKey, IsInitiator: true, IsOpen: true), Assert.Single(await pool.GetConnectionsAsync()) with { Handle = null });
    }

    [Fact]
    public async Task A_connection_that_has_ended_is_followed_by_a_new_one()
    {
        var server = await _one.ListenAsync();
        var pool = _other.CreatePool();
        var first = await ConnectAsync(pool, server.PublicKey);

        first.Abort();
        await first.Completion.WaitAsync(Patience);
        var second = await ConnectAsync(pool, server.PublicKey);

        Assert.NotSame(first, second);
        Assert.False(second.Completion.IsCompleted);
    }

    [Fact]
    public async Task Who_asks_for_a_client_gets_the_connection_that_the_client_has_opened()
    {
        var pool = _one.CreatePool();
        var server = await _one.ListenAsync(options: new ServerSpec { Pool = pool.Actor });
        await _other.ConnectAsync(server.PublicKey).WaitAsync(Patience);
        var accepted = await AcceptAsync(server);

        Assert.Same(accepted, await ConnectAsync(pool, accepted.RemotePublicKey));
    }

    [Fact]
    public async Task A_server_keeps_the_later_connection_of_a_client()
    {
        var pool = _one.CreatePool();
        var server = await _one.ListenAsync(options: new ServerSpec { Pool = pool.Actor });
        await _other.ConnectAsync(server.PublicKey).WaitAsync(Patience);
        var first = await AcceptAsync(server);

        await _other.ConnectAsync(server.PublicKey).WaitAsync(Patience);
        var second = await AcceptAsync(server);

        Assert.Equal(EndKind.Duplicate, (await first.Completion.WaitAsync(Patience)).Kind);
        Assert.Equal(second.Actor, Assert.Single(await pool.GetConnectionsAsync()).Connection);
    }

    [Fact]
    public async Task Peers_that_connect_to_each_other_at_once_end_with_one_connection()
    {
        var (pool, otherPool) = (_one.CreatePool(), _other.CreatePool());
        var server = await _one.ListenAsync(options: new ServerSpec { Pool = pool.Actor });
        var otherServer = await _other.ListenAsync(options: new ServerSpec { Pool = otherPool.Actor });

        await Task.WhenAll(TryConnectAsync(pool, otherServer.PublicKey), TryConnectAsync(otherPool, server.PublicKey));

        await Eventually.HoldsAsync(async () => await HasOneAsync(_one, pool) && await HasOneAsync(_other, otherPool));
        var (left, right) = (await ConnectAsync(pool, otherServer.PublicKey), await ConnectAsync(otherPool, server.PublicKey));
        Assert.Equal(left.HandshakeHash.ToArray(), right.HandshakeHash.ToArray());
        await left.WriteAsync(new byte[] { 7 });
        Assert.Equal([7], (await right.ReadAsync())!.Value.ToArray());
    }

    [Fact]
    public async Task An_actors_connection_is_not_shared_with_those_who_await()
    {
        var server = await _one.ListenAsync();
        var pool = _other.CreatePool();
        var owner = _swarm.System.ActorOf(Props.Create(() => new Indifferent()));
        _other.Actor.Tell(new ConnectionMessages.Open(new ConnectionSpec { Peer = new PeerSpec(server.PublicKey), Pool = pool.Actor, Owner = owner }));
        await Eventually.HoldsAsync(async () => (await pool.GetConnectionsAsync()).Count == 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ConnectAsync(pool, server.PublicKey));
    }

    [Fact]
    public async Task The_end_of_a_pool_ends_no_connection()
    {
        var server = await _one.ListenAsync();
        var pool = _other.CreatePool();
        var connection = await ConnectAsync(pool, server.PublicKey);

        await pool.DisposeAsync().AsTask().WaitAsync(Patience);

        await connection.WriteAsync(new byte[] { 1 });
        Assert.Equal([1], (await (await AcceptAsync(server)).ReadAsync())!.Value.ToArray());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ConnectAsync(pool, server.PublicKey));
    }

    [Fact]
    public async Task A_peer_that_is_not_there_is_not_reached()
    {
        var pool = _other.CreatePool();

        var failure = await Assert.ThrowsAsync<ConnectionException>(() => ConnectAsync(pool, DhtNode.NewKeyPair().PublicKey));

        Assert.Equal(EndKind.NotReached, failure.Reason!.Value.Kind);
        Assert.Empty(await pool.GetConnectionsAsync());
    }

    private static Task<DhtConnection> ConnectAsync(DhtConnectionPool pool, PublicKey peer) => pool.ConnectAsync(peer).WaitAsync(Patience);

    // Of two that cross each other the one that is not kept may end before it opens.
    private static async Task TryConnectAsync(DhtConnectionPool pool, PublicKey peer)
    {
        try
        {
            await ConnectAsync(pool, peer);
        }
        catch (ConnectionException ended) when (ended.Reason is { Kind: EndKind.ResetByPeer })
        {
            // The peer's is on its way.
        }
    }

    private static async Task<bool> HasOneAsync(DhtNode node, DhtConnectionPool pool) =>
        (await node.GetStatsAsync()).Connections.Active == 1 && await pool.GetConnectionsAsync() is [{ IsOpen: true }];

    private static async Task<DhtConnection> AcceptAsync(DhtServer server)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var connection in server.AcceptAsync(patience.Token)) return connection;
        throw new InvalidOperationException("The server is closed.");
    }

    /// <summary>An owner that takes what it is told.</summary>
    private sealed class Indifferent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
