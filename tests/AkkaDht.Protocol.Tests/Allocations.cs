namespace AkkaDht.Protocol.Tests;

/// <summary>What a call allocates on its thread.</summary>
internal static class Allocations
{
    private const int Runs = 20;

    /// <summary>
    /// The fewest bytes of twenty runs after one that warms up. A collection that another test causes meanwhile counts the unused
    /// rest of this thread's allocation buffer as allocated, which a single run would take for the call's own.
    /// </summary>
    public static long Of(Action call)
    {
        call();
        var fewest = long.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
