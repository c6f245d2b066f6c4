using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>A request that the node wants to make: what to ask, whom, and how patiently.</summary>
/// <param name="To">The endpoint asked; a reply counts only from here.</param>
/// <param name="Command">The command's number, of the internal or the application's space.</param>
public readonly record struct RequestSpec(PeerAddress To, ulong Command)
{
    /// <summary>The command's number, at most 2^53−1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit the wire's <c>uint</c>.</exception>
    public ulong Command { get; init; } = CompactLimits.ThrowIfNoUInt(Command);

    /// <summary>Retransmissions after the first transmission of a request, unless said otherwise (02-dht-rpc.md B2).</summary>
    public const int DefaultRetries = 3;

    /// <summary>Whether <see cref="Command"/> is one of <see cref="Commands"/>.</summary>
    public bool IsInternal { get; init; }

    /// <summary>The id of the node asked, when it is an entry of the routing table: a final timeout then removes it.</summary>
    public NodeId? ToId { get; init; }

    /// <summary>The key that the request is about.</summary>
    public NodeId? Target { get; init; }

    /// <summary>A token that the node asked issued to us before.</summary>
    public RoundTripToken? Token { get; init; }

    /// <summary>The value; null for none.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The socket to use; null for the one that the node's firewall state calls for.</summary>
    public SocketRole? Socket { get; init; }

    /// <summary>Time to live in hops, 0 for the system's default.</summary>
    public byte Ttl { get; init; }

    /// <summary>How many times to send again after a timeout.</summary>
    public int Retries { get; init; } = DefaultRetries;

    /// <summary>Whether to send at once though the congestion window is full.</summary>
    public bool Force { get; init; }

    /// <summary>Patience per transmission; null for 1 s, or the adaptive timeout when that is on.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The group that the request belongs to, so that it can be cancelled with it; 0 for none.</summary>
    public long Session { get; init; }

    /// <summary>Whether the first timeout is reported as <see cref="RequestOutcomeKind.Slow"/>.</summary>
    public bool ReportSlow { get; init; }

    /// <summary>A PING to <paramref name="to"/>.</summary>
    public static RequestSpec Ping(PeerAddress to) => new(to, Commands.Ping) { IsInternal = true };

    /// <summary>A PING_NAT to <paramref name="to"/>, which is to answer to <paramref name="port"/> of ours.</summary>
    public static RequestSpec PingNat(PeerAddress to, ushort port)
    {
        var value = new byte[CommandValues.PingNatLength];
        CommandValues.WritePingNat(value, port);
        return new RequestSpec(to, Commands.PingNat) { IsInternal = true, Value = value };
    }

    /// <summary>A DOWN_HINT to <paramref name="to"/>, which told of <paramref name="down"/>.</summary>
    public static RequestSpec DownHint(PeerAddress to, PeerAddress down)
    {
        var value = new byte[CommandValues.DownHintLength];
        CommandValues.WriteDownHint(value, down);
        return new RequestSpec(to, Commands.DownHint) { IsInternal = true, Value = value };
    }

    /// <summary>A DELAYED_PING to <paramref name="to"/>; each transmission waits a second longer than the peer is to.</summary>
    public static RequestSpec DelayedPing(PeerAddress to, TimeSpan delay)
    {
        var value = new byte[CommandValues.DelayedPingLength];
        CommandValues.WriteDelayedPing(value, delay);
        return new RequestSpec(to, Commands.DelayedPing) { IsInternal = true, Value = value, Timeout = delay + TimeSpan.FromSeconds(1) };
    }
}
