using System.Diagnostics.Tracing;

namespace AkkaDht.Simulation;

/// <summary>
/// Counts what a thread rents from the shared pool of byte arrays and has not given back, as the pool itself reports it: what a story, which
/// runs on one thread, leaves behind. Nothing needs to be known of whoever rents.
/// </summary>
public sealed class PooledBuffers : EventListener
{
    private const string Pool = "System.Buffers.ArrayPoolEventSource";
    private const int BufferRented = 1;
    private const int BufferReturned = 3;

    private static readonly PooledBuffers Instance = new();

    [ThreadStatic]
    private static long _outstanding;

    private PooledBuffers()
    {
    }

    /// <summary>How many more arrays <paramref name="story"/> rented than it gave back, or fewer if negative.</summary>
    public static long LeftBy(Action story)
    {
        GC.KeepAlive(Instance);
        var before = _outstanding;
        story();
        return _outstanding - before;
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource?.Name == Pool) EnableEvents(eventSource, EventLevel.Verbose);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData?.EventId == BufferRented) _outstanding++;
        else if (eventData?.EventId == BufferReturned) _outstanding--;
    }
}
