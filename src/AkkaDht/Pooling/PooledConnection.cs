using Akka.Actor;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Pooling;

/// <summary>A connection that a pool has.</summary>
/// <param name="Connection">Takes the messages of <see cref="Connections.ConnectionMessages"/>.</param>
/// <param name="RemoteKey">Who the peer is.</param>
/// <param name="IsInitiator">Whether this side began it.</param>
/// <param name="IsOpen">Whether messages may be written; one that is not is under way.</param>
public sealed record PooledConnection(IActorRef Connection, PublicKey RemoteKey, bool IsInitiator, bool IsOpen)
{
    /// <summary>For who awaits it; null for one whose owner is an actor of the application.</summary>
    internal Task<DhtConnection>? Handle { get; init; }
}
