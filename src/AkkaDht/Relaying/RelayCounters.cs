using AkkaDht.Protocol.HyperDht.Relaying;

namespace AkkaDht.Relaying;

/// <summary>Counts of what a node does as a relay. Written by the relay and its links, read by anybody.</summary>
internal sealed class RelayCounters
{
    private volatile Boxed _pairs = new(default);
    private volatile bool _isListening;
    private long _packets;
    private long _bytes;
    private long _dropped;

    /// <summary>Whether the relay has a server. Its own, over restarts.</summary>
    public bool IsListening
    {
        get => _isListening;
        set => _isListening = value;
    }

    public RelayStats Snapshot => new(_pairs.Stats, Interlocked.Read(ref _packets), Interlocked.Read(ref _bytes), Interlocked.Read(ref _dropped));

    /// <summary>What the relay has counted, for others to read while it goes on counting.</summary>
    public void Publish(BlindRelayStats pairs)
    {
        if (pairs != _pairs.Stats) _pairs = new Boxed(pairs);
    }

    public void CountPassed(int packets, int bytes)
    {
        Interlocked.Add(ref _packets, packets);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void CountDropped(int packets) => Interlocked.Add(ref _dropped, packets);

    private sealed record Boxed(BlindRelayStats Stats);
}

/// <summary>What a node has done as a relay for others since it started.</summary>
/// <param name="Pairs">Who asked, who waits and who was joined.</param>
/// <param name="Packets">Packets passed on.</param>
/// <param name="Bytes">Bytes of these packets.</param>
/// <param name="Dropped">Packets beyond the allowed rate, or for an end that was not there yet.</param>
public readonly record struct RelayStats(BlindRelayStats Pairs, long Packets, long Bytes, long Dropped);
