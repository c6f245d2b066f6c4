using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>Somebody in the network: turns machines with the datagrams that arrive, and when their deadlines come.</summary>
public abstract class SimHost
{
    /// <summary>When the network will ask this host for its deadline again.</summary>
    internal Instant WakesAt { get; set; } = Instant.Never;

    /// <summary>When it wants <see cref="HandleTimeout"/> to be called; the network asks after everything that happens to it.</summary>
    public abstract Instant NextDeadline { get; }

    /// <summary>A datagram arrived at one of its addresses; the bytes are gone when this returns.</summary>
    public abstract void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram);

    /// <summary>Its deadline has come.</summary>
    public abstract void HandleTimeout(Instant now);
}
