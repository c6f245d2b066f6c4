using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>Whom to connect to, as whom, and by which means. Reference: the options of hyperdht <c>connect</c>.</summary>
public sealed record ConnectOptions
{
    /// <summary>The server's key.</summary>
    public required PublicKey Remote { get; init; }

    /// <summary>Who we are towards the server.</summary>
    public required KeyPair KeyPair { get; init; }

    /// <summary>Nodes that are said to know the server, best first; empty to look for them (relayAddresses).</summary>
    public IReadOnlyList<PeerAddress> RelayAddresses { get; init; } = [];

    /// <summary>A relay to carry the connection until there is a direct path, already chosen if several are known (relayThrough).</summary>
    public PublicKey? RelayThrough { get; init; }

    /// <summary>Whether our local addresses are told, and those of the server tried (localConnection).</summary>
    public bool LocalConnection { get; init; } = true;

    /// <summary>Whether a packet goes towards the server before anything is agreed, so that a good NAT lets its answer in (fastOpen).</summary>
    public bool FastOpen { get; init; } = true;

    /// <summary>Whether the socket may serve for further connections to the same peer (reusableSocket).</summary>
    public bool IsReusable { get; init; }

    /// <summary>
    /// Asked once before a hole is punched, with the firewalls of the remote and the local end and the addresses of the remote and the
    /// local end; false forbids it. Null allows it always (holepunch).
    /// </summary>
    public Func<FirewallKind, FirewallKind, IReadOnlyList<PeerAddress>, IReadOnlyList<PeerAddress>, bool>? Holepunch { get; init; }

    /// <summary>Names the server and nothing else.</summary>
    public override string ToString() => $"to {Remote}";
}
