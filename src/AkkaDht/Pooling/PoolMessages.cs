using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Pooling;

/// <summary>What a pool of connections is told (<see cref="DhtConnectionPool.Props"/>).</summary>
public static class PoolMessages
{
    /// <summary>Anybody asks for the connection to a peer; answered with <see cref="Found"/>.</summary>
    public sealed record Get(PublicKey RemoteKey) : IAsk<Found>;

    /// <summary>The connection to a peer, or null while there is none; told to who asked.</summary>
    public sealed record Found(PooledConnection? Item) : IEvent;

    /// <summary>Anybody asks for all connections; answered with <see cref="All"/>.</summary>
    public sealed record GetAll : IAsk<All>
    {
        /// <summary>The only one.</summary>
        public static readonly GetAll Instance = new();
    }

    /// <summary>All connections of the pool, one for each peer, in no order; told to who asked.</summary>
    public sealed record All(IReadOnlyList<PooledConnection> Items) : IEvent;

    /// <summary>A connection is under way to a peer that it knows, or a peer's has opened; told by the connection.</summary>
    /// <param name="Member">The connection.</param>
    /// <param name="OwnKey">Who this side is.</param>
    internal sealed record Join(PooledConnection Member, PublicKey OwnKey) : IEvent, IDeadLetterSuppression;

    /// <summary>A connection that was under way is open; told by the connection, before its owner hears of it.</summary>
    internal sealed record HasOpened(IActorRef Connection, PublicKey RemoteKey) : IEvent, IDeadLetterSuppression;

    /// <summary>A connection is over, or rests; told by the connection, before its owner hears of it.</summary>
    internal sealed record Leave(IActorRef Connection, PublicKey RemoteKey) : IEvent, IDeadLetterSuppression;
}
