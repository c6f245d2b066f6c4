using System.Collections.Concurrent;

namespace Akka.Embedded.Tests.Guarantees.Stress;

/// <summary>Sees whether things are forgotten that should be.</summary>
internal sealed class Remains
{
    private readonly ConcurrentQueue<WeakReference> _things = [];

    public void Add(object thing) => _things.Enqueue(new WeakReference(thing));

    /// <summary>What somebody still holds, after collections.</summary>
    public string Describe()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return string.Join(", ", _things
            .Select(thing => thing.Target)
            .OfType<object>()
            .CountBy(held => held.GetType().Name)
            .Select(held => $"{held.Value} × {held.Key}"));
    }
}
