using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Pooling;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;

namespace AkkaDht;

/// <summary>
/// At most one connection to each peer, whoever of the two began it: those that are made here, and those of servers that are told of the pool
/// (<see cref="Servers.ServerSpec.Pool"/>). Of two to the same peer one ends as <see cref="EndKind.Duplicate"/>, the same one on both sides.
/// </summary>
public sealed class DhtConnectionPool : IAsyncDisposable
{
    private readonly DhtNode _node;

    internal DhtConnectionPool(DhtNode node)
    {
        _node = node;
        Actor = node.System.ActorOf(PoolActor.Props(node.Actor));
        Completion = Actor.WatchAsync();
    }

    /// <summary>The pool's actor: takes the messages of <see cref="PoolMessages"/>.</summary>
    public IActorRef Actor { get; }

    /// <summary>Completes when the pool, or its node, has ended.</summary>
    public Task Completion { get; }

    /// <summary>What makes the actor of a pool for the connections of <paramref name="node"/>, for an application that creates it itself.</summary>
    public static Props Props(IActorRef node) => PoolActor.Props(node);

    /// <summary>Returns the open connection to the peer with the key <paramref name="peer"/>: the one that there is, or a new one.</summary>
    /// <exception cref="ConnectionException">The peer was not reached.</exception>
    public Task<DhtConnection> ConnectAsync(PublicKey peer, CancellationToken cancellationToken = default) => ConnectAsync(new PeerSpec(peer), cancellationToken);

    /// <summary>
    /// Returns the open connection to a peer: the one that there is or is under way, or a new one, made as <paramref name="peer"/> says. All who
    /// ask for it share it, and one who gives up waiting does not end it.
    /// </summary>
    /// <exception cref="ConnectionException">The peer was not reached.</exception>
    /// <exception cref="InvalidOperationException">There is one whose owner is an actor of the application, which it cannot share.</exception>
    /// <exception cref="ObjectDisposedException">The pool has ended.</exception>
    public async Task<DhtConnection> ConnectAsync(PeerSpec peer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var connection = await FindAsync(peer.PublicKey, cancellationToken) ?? await BeginAsync(peer);
                await connection.OpenedAsync(cancellationToken);
                return connection;
            }
            catch (ConnectionException ended) when (ended.Reason is { Kind: EndKind.Duplicate })
            {
                // There is another one by now, which is found next.
            }
        }
    }

    /// <summary>The connections that there are or are under way, in no order.</summary>
    /// <exception cref="ObjectDisposedException">The pool has ended.</exception>
    public async Task<IReadOnlyList<PooledConnection>> GetConnectionsAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<PoolMessages.All>(PoolMessages.GetAll.Instance, cancellationToken)).Items;

    /// <summary>Ends the pool; its connections go on.</summary>
    public async ValueTask DisposeAsync()
    {
        _node.System.Stop(Actor);
        await Completion;
    }

    private async Task<DhtConnection?> FindAsync(PublicKey peer, CancellationToken cancellationToken)
    {
        if ((await AskAsync<PoolMessages.Found>(new PoolMessages.Get(peer), cancellationToken)).Item is not { } found) return null;
        if (found.Handle is null) throw new InvalidOperationException("The connection to the peer belongs to an actor, which alone is told what arrives.");

        return await found.Handle.WaitAsync(cancellationToken);
    }

    // Others may wait for it as well, whatever becomes of who asked first.
    private Task<DhtConnection> BeginAsync(PeerSpec peer) =>
        DhtConnection.OpenAsync(_node, new ConnectionSpec { Peer = peer, Pool = Actor }, CancellationToken.None);

    // A pool that has ended answers nothing.
    private async Task<TAnswer> AskAsync<TAnswer>(object message, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = Actor.Ask<TAnswer>(message, either.Token);
        if (await Task.WhenAny(answer, Completion) == answer) return await answer;

        await either.CancelAsync();
        throw new ObjectDisposedException(nameof(DhtConnectionPool));
    }
}
