using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Announcing;

/// <summary>A topic under which the node is to be found for good: announced again before others forget it, and after a restart.</summary>
/// <param name="Topic">The topic, 32 bytes that who looks for it knows.</param>
public sealed record LastingAnnouncement(NodeId Topic)
{
    /// <summary>Relays that one announcement names at most; nodes keep the first three.</summary>
    public const int MaxRelays = 16;

    /// <summary>Who is announced; null for the node's own key pair. Where state is kept, its seed is kept with it.</summary>
    public KeyPair? KeyPair { get; init; }

    /// <summary>Through whom the announced peer is reached, at most <see cref="MaxRelays"/>.</summary>
    public IReadOnlyList<PeerAddress> Relays { get; init; } = [];
}
