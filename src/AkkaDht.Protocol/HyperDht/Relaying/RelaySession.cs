using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.HyperDht.Relaying;

/// <summary>One peer of a <see cref="BlindRelayServer"/>, over one connection.</summary>
public sealed class RelaySession
{
    internal RelaySession(Mux mux, MuxChannel channel) => (Mux, Channel) = (mux, channel);

    /// <summary>The channel of the session.</summary>
    public MuxChannel Channel { get; }

    /// <summary>Whatever the owner of the relay wants to find with it.</summary>
    public object? Tag { get; set; }

    internal Mux Mux { get; }

    // Its place among those without a stream, and since when; null while it has one.
    internal LinkedListNode<(RelaySession Session, Instant Since)>? Idle { get; set; }

    internal List<PendingPair> Pending { get; } = [];

    internal Dictionary<SecretToken, RelayLink> Links { get; } = [];

    // A peer that is both ends of a pair has it twice.
    internal int Pairs => Pending.Count + Links.Count;
}
