namespace AkkaDht.Persistence;

/// <summary>What has become of a node's files. Written by the folder, read by anybody.</summary>
internal sealed class StateCounters
{
    private long _saved;
    private long _failed;
    private long _setAside;

    public StateStats Snapshot => new(Volatile.Read(ref _saved), Volatile.Read(ref _failed), Volatile.Read(ref _setAside));

    public void CountSaved() => Interlocked.Increment(ref _saved);

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountSetAside() => Interlocked.Increment(ref _setAside);
}

/// <summary>What has become of the files in which a node keeps its state, since it started.</summary>
/// <param name="Saved">Files written.</param>
/// <param name="Failed">Files that could not be read or written.</param>
/// <param name="SetAside">Files found corrupt and put aside under another name.</param>
public readonly record struct StateStats(long Saved, long Failed, long SetAside);
