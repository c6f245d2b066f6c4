using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;

namespace AkkaDht.Records;

/// <summary>
/// What the nodes of the network keep: who is present under a topic, where a server is, and values. Anybody tells a node's actor;
/// what is asked is answered once, a failure with a <see cref="Status.Failure"/> that holds a <see cref="DhtException"/>. Who asks and
/// stops, or no longer waits, ends the operation.
/// </summary>
public static partial class RecordMessages
{
    /// <summary>What becomes an operation of its own.</summary>
    public interface IOperation;

    /// <summary>Anybody walks towards a topic; a query as with <see cref="QueryMessages.Start"/>, whose results are <see cref="LookupResult"/>.</summary>
    public sealed record Lookup(NodeId Topic) : IAsk<QueryMessages.Started>, IOperation;

    /// <summary>Anybody walks towards a server, whose target is the hash of its key; a query whose results are <see cref="FindPeerResult"/>.</summary>
    public sealed record FindPeer(NodeId Target) : IAsk<QueryMessages.Started>, IOperation
    {
        /// <summary>Nodes to ask first.</summary>
        public IReadOnlyList<PeerAddress> Seeds { get; init; } = [];

        /// <summary>How often an unanswered request is sent again; null as usual.</summary>
        public int? Retries { get; init; }
    }

    /// <summary>Anybody announces a peer at the 20 nodes closest to a topic.</summary>
    public sealed record Announce(NodeId Topic, KeyPair KeyPair) : IAsk<Announced>, IOperation
    {
        /// <summary>Nodes that pass a handshake on to the peer; 3 of them are kept.</summary>
        public IReadOnlyList<PeerAddress> Relays { get; init; } = [];

        /// <summary>Marks the topic as changed at this time, in Unix milliseconds; 0 does not.</summary>
        public ulong Bump { get; init; }

        /// <summary>Whether what the peer announced before is withdrawn first, so that other relays count at once.</summary>
        public bool Clear { get; init; }
    }

    /// <summary>Anybody withdraws what a peer announced under a topic, wherever it is found, and at this node.</summary>
    public sealed record Unannounce(NodeId Topic, KeyPair KeyPair) : IAsk<Unannounced>, IOperation;

    /// <summary>Anybody puts a value at its hash.</summary>
    public sealed record PutImmutable(ReadOnlyMemory<byte> Value) : IAsk<ImmutablePut>, IOperation;

    /// <summary>Anybody gets the value with a hash.</summary>
    public sealed record GetImmutable(NodeId Target) : IAsk<ImmutableValue>, IOperation;

    /// <summary>Anybody puts a value under a key, which takes the place of those with lower numbers.</summary>
    public sealed record PutMutable(KeyPair KeyPair, ulong Seq, ReadOnlyMemory<byte> Value) : IAsk<MutablePutResult>, IOperation;

    /// <summary>Anybody gets the value under a key.</summary>
    public sealed record GetMutable(PublicKey PublicKey) : IAsk<MutableGetResult>, IOperation
    {
        /// <summary>The lowest number that is of interest.</summary>
        public ulong Seq { get; init; }

        /// <summary>Whether all nodes are asked for the highest number, or the first valid value will do.</summary>
        public bool Latest { get; init; } = true;

        /// <summary>Decides whether the latest value is put anew, at the nodes that are closest by now; null for never.</summary>
        public Func<MutableValue, bool>? Refresh { get; init; }
    }
}
