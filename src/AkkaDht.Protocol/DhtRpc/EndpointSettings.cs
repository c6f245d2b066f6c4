using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What an <see cref="RpcEndpoint{TOwner}"/> keeps to.</summary>
public sealed record EndpointSettings
{
    /// <summary>How requests are made.</summary>
    public RequestSettings Requests { get; init; } = new();

    /// <summary>How requests of others are answered.</summary>
    public AnswerSettings Answers { get; init; } = new();

    /// <summary>Which nodes may enter the table and be sampled; null for all.</summary>
    public Func<Node, bool>? NodeFilter { get; init; }

    /// <summary>Down hints that the node sends within a tick of 5 s: 0 for none, -1 for any number.</summary>
    public int DownHintsPerTick { get; init; } = 50;

    /// <summary>Nodes remembered as heard in the current tick.</summary>
    public int MaxHeardNodes { get; init; } = 192;

    /// <summary>Distinct senders without an id whose view of our address is believed: as many as there are bootstrap nodes, at least one.</summary>
    public int IdlessSamples { get; init; } = 1;
}

/// <summary>A peer's statement of our own address.</summary>
/// <param name="From">Who says so.</param>
/// <param name="To">Our address as it sees it.</param>
public readonly record struct NatSample(PeerAddress From, PeerAddress To);

/// <summary>Everything that an endpoint counts.</summary>
public readonly record struct EndpointStats(RequestStats Requests, AnswerStats Answers, DatagramStats Datagrams);

/// <summary>Counts of datagrams that were dropped, or not believed, since the node started.</summary>
public record struct DatagramStats
{
    /// <summary>Neither request nor reply of dht-rpc version 3, or without a port to answer to.</summary>
    public long Foreign { get; set; }

    /// <summary>Requests and replies that do not decode.</summary>
    public long Malformed { get; set; }

    /// <summary>Replies that nobody waits for from that endpoint.</summary>
    public long UnexpectedReplies { get; set; }

    /// <summary>Ids that are not the hash of the sender's address; the message itself still counts.</summary>
    public long WrongIds { get; set; }

    /// <summary>From nodes that could not be remembered as heard, because <see cref="EndpointSettings.MaxHeardNodes"/> were; not believed about our address.</summary>
    public long NotRemembered { get; set; }
}
