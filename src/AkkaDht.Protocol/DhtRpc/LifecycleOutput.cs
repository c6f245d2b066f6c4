using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>What a <see cref="NodeLifecycle"/> wants done, in this order.</summary>
public abstract record LifecycleOutput
{
    private LifecycleOutput() { }

    /// <summary>Walk towards <paramref name="Target"/> in the background; report its first reply and its end when <paramref name="IsBootstrap"/>.</summary>
    public sealed record StartQuery(NodeId Target, bool IsBootstrap) : LifecycleOutput;

    /// <summary>Ask <paramref name="To"/> to answer to our server port, and report if it does.</summary>
    public sealed record PingNat(PeerAddress To, ushort ServerPort) : LifecycleOutput;

    /// <summary>Send PING_NAT to the five nodes heard last, bootstrap nodes filling up, and report what came back.</summary>
    public sealed record CheckFirewall(ushort ServerPort) : LifecycleOutput;

    /// <summary>The node is something else now; everyone must know before the next output is acted upon.</summary>
    public sealed record ChangeIdentity(NodeIdentity Identity) : LifecycleOutput;

    /// <summary>The NAT sampler started anew.</summary>
    public sealed record ResetNatSamples : LifecycleOutput;

    /// <summary>A tick has begun; answer with <see cref="NodeLifecycle.HandleCounts"/>.</summary>
    public sealed record BeginTick(long Tick) : LifecycleOutput;

    /// <summary>Check the nodes that have not been heard for the longest time.</summary>
    public sealed record PingSome(int InFlight) : LifecycleOutput;

    /// <summary>Tell the world.</summary>
    public sealed record Raise(LifecycleEvent Event) : LifecycleOutput;
}

/// <summary>What happens to a node as a whole; the reference's event of the same name is given behind each.</summary>
public enum LifecycleEvent
{
    /// <summary>Both sockets are bound (listening).</summary>
    Listening,

    /// <summary>Bootstrap has finished (ready).</summary>
    Ready,

    /// <summary>The node shows its id and may enter other tables (persistent).</summary>
    BecamePersistent,

    /// <summary>The node keeps its id to itself again (ephemeral).</summary>
    BecameEphemeral,

    /// <summary>The machine had been asleep, or the node was resumed (wakeup).</summary>
    WokeUp,

    /// <summary>All input and output has stopped (suspend).</summary>
    Suspended,

    /// <summary>The sockets are bound again (resume).</summary>
    Resumed,

    /// <summary>The public host or port changed (nat-update).</summary>
    NatUpdated,

    /// <summary>The node went online, degraded or offline (network-update).</summary>
    NetworkUpdated,
}
