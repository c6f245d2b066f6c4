using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What a node is told about itself before it starts (02-dht-rpc.md B14).</summary>
public sealed record LifecycleSettings
{
    /// <summary>True: never join other nodes' tables; false: join at once if reachable; null: decide as <see cref="IsAdaptive"/> says.</summary>
    public bool? IsEphemeral { get; init; }

    /// <summary>Whether a node that has been stable for about 20 min becomes persistent by itself.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>Whether the node starts out assuming that strangers cannot reach it; false only when that is known.</summary>
    public bool IsFirewalled { get; init; } = true;

    /// <summary>Whether the first reply during bootstrap is used for a quick look whether the server socket is reachable.</summary>
    public bool QuickFirewall { get; init; } = true;

    /// <summary>The public address, when it is known from the start: a bootstrapper's.</summary>
    public PeerAddress? KnownAddress { get; init; }

    /// <summary>The private network that the node belongs to; null for the public one.</summary>
    public DhtNetwork? Network { get; init; }
}
