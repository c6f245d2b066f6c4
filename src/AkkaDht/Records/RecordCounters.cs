using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Records;

/// <summary>Counts of what a node keeps and of its operations. Written by the record store alone, read by anybody.</summary>
internal sealed class RecordCounters
{
    private volatile Published _store = new(default);
    private int _active;
    private long _total;
    private long _refused;

    public RecordCounts Snapshot => new(_store.Stats, Volatile.Read(ref _active), Volatile.Read(ref _total), Volatile.Read(ref _refused));

    /// <summary>Shows what the store holds, if that has changed.</summary>
    public void Publish(in RecordStoreStats stats)
    {
        if (stats != _store.Stats) _store = new Published(stats);
    }

    /// <summary>Counts an operation that begins, and numbers it.</summary>
    public long CountStarted()
    {
        Volatile.Write(ref _active, _active + 1);
        Volatile.Write(ref _total, _total + 1);
        return _total;
    }

    public void CountEnded() => Volatile.Write(ref _active, _active - 1);

    public void CountAllEnded() => Volatile.Write(ref _active, 0);

    public void CountRefused() => Volatile.Write(ref _refused, _refused + 1);

    private sealed record Published(RecordStoreStats Stats);
}

/// <summary>What a node keeps for others, and its own operations: under way, started and refused.</summary>
public readonly record struct RecordCounts(RecordStoreStats Store, int ActiveOperations, long Operations, long RefusedOperations);
