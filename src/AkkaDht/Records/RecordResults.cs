using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Records;

/// <summary>What one node on the way knows of a topic.</summary>
/// <param name="From">The node.</param>
/// <param name="FromId">Its id, if it proved it.</param>
/// <param name="To">Our address as it sees it.</param>
/// <param name="Token">What it wants back with an announcement or its withdrawal.</param>
/// <param name="Peers">Who announced the topic there, 20 of them chosen at random if there are more.</param>
/// <param name="Bump">When the topic was last marked as changed there, in Unix milliseconds; 0 when it was not.</param>
public sealed record LookupResult(
    PeerAddress From, NodeId? FromId, PeerAddress To, RoundTripToken? Token, IReadOnlyList<PeerRecord> Peers, ulong Bump);

/// <summary>What one node on the way knows of a server.</summary>
/// <param name="From">The node, through which the server can be reached.</param>
/// <param name="To">Our address as it sees it.</param>
/// <param name="Token">What it wants back with a change.</param>
/// <param name="Peer">The server.</param>
public sealed record FindPeerResult(PeerAddress From, PeerAddress To, RoundTripToken? Token, PeerRecord Peer);

/// <summary>A topic has been announced.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Nodes">The nodes that keep the announcement, nearest first.</param>
public sealed record Announced(NodeId Topic, IReadOnlyList<Node> Nodes);

/// <summary>An announcement has been withdrawn, wherever it was found.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Nodes">The nodes that had it and say that they have it no more.</param>
public sealed record Unannounced(NodeId Topic, IReadOnlyList<Node> Nodes);

/// <summary>What nodes say that keep a later value than the one that was put, or another of the same number.</summary>
public enum RecordConflict
{
    /// <summary>Nobody objected.</summary>
    None,

    /// <summary>SEQ_REUSED: somebody has another value under this sequence number.</summary>
    SeqReused,

    /// <summary>SEQ_TOO_LOW: somebody has a value with a higher sequence number.</summary>
    SeqTooLow,
}

/// <summary>An immutable value has been put.</summary>
/// <param name="Target">Its hash, by which anybody can get it.</param>
/// <param name="Nodes">The nodes that keep it, nearest first.</param>
public sealed record ImmutablePut(NodeId Target, IReadOnlyList<Node> Nodes);

/// <summary>An immutable value, whose hash is the one that was asked for.</summary>
/// <param name="Target">Its hash.</param>
/// <param name="Value">The value; null when nobody has it.</param>
/// <param name="From">Who had it.</param>
public sealed record ImmutableValue(NodeId Target, ReadOnlyMemory<byte>? Value, PeerAddress? From);

/// <summary>A mutable value has been put, or not.</summary>
/// <param name="PublicKey">Whose it is, by which anybody can get it.</param>
/// <param name="Value">The value with its number and signature.</param>
/// <param name="Nodes">The nodes that keep it, nearest first; none when all objected.</param>
/// <param name="Conflict">The strongest objection of any node; those that are among <paramref name="Nodes"/> had none.</param>
public sealed record MutablePutResult(PublicKey PublicKey, MutableValue Value, IReadOnlyList<Node> Nodes, RecordConflict Conflict);

/// <summary>A mutable value, whose signature has been verified.</summary>
/// <param name="PublicKey">Whose it is.</param>
/// <param name="Value">The value with its number and signature; null when nobody has one that was wanted.</param>
/// <param name="From">Who had it.</param>
public sealed record MutableGetResult(PublicKey PublicKey, MutableValue? Value, PeerAddress? From);
