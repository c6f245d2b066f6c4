using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>A request of the application's command space that a peer made, complete and safe to keep. Reference: dht-rpc event <c>request</c>.</summary>
/// <param name="Number">Distinguishes the request among those of this node.</param>
/// <param name="Socket">The socket it came in on, which the reply leaves on.</param>
/// <param name="Tid">Transaction id, echoed in the reply.</param>
/// <param name="From">Who asks.</param>
/// <param name="FromId">The sender's id, if it sent one that its address hashes to.</param>
/// <param name="To">Our address as the sender sees it.</param>
/// <param name="Token">The round-trip token, only when it is valid: the sender receives what is sent to its host.</param>
/// <param name="Command">The application's command.</param>
/// <param name="Target">The key that the request is about, if any.</param>
/// <param name="Value">The value; null when absent.</param>
public sealed record IncomingRequest(
    long Number,
    SocketRole Socket,
    ushort Tid,
    PeerAddress From,
    NodeId? FromId,
    PeerAddress To,
    RoundTripToken? Token,
    ulong Command,
    NodeId? Target,
    ReadOnlyMemory<byte>? Value);

/// <summary>What the application answers to an <see cref="IncomingRequest"/> (02-dht-rpc.md A9).</summary>
public sealed record Answer
{
    /// <summary>0 for success, or an error code up to 2^53−1, of which 16 and up are the application's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit the wire's <c>uint</c>.</exception>
    public ulong Error { get; init => field = CompactLimits.ThrowIfNoUInt(value); }

    /// <summary>The value; null for none.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>Whether a fresh token goes along; null as usual: yes with success, no with an error.</summary>
    public bool? IncludeToken { get; init; }

    /// <summary>Whether the nodes closest to the request's target go along, if it has one.</summary>
    public bool IncludeCloserNodes { get; init; } = true;

    /// <summary>Where the reply goes instead of back to the sender.</summary>
    public PeerAddress? To { get; init; }

    /// <summary>The socket it leaves on instead of the one that the request came in on.</summary>
    public SocketRole? Socket { get; init; }

    /// <summary>Success with <paramref name="value"/>, or with none.</summary>
    public static Answer Success(ReadOnlyMemory<byte>? value = null) => new() { Value = value };

    /// <summary>Failure with <paramref name="code"/>.</summary>
    public static Answer Failure(ulong code) => new() { Error = code };
}
