namespace AkkaDht.Requests;

/// <summary>Numbers of the sessions that parts of a node make for themselves; those of users are positive.</summary>
internal static class OwnSessions
{
    private static long _last;

    /// <summary>A session that nobody else has.</summary>
    public static long Next() => Interlocked.Decrement(ref _last);
}
