namespace Akka.Util.Internal;

/// <summary>A number that several threads may count on.</summary>
public interface IAtomicCounter<T>
{
    /// <summary>The number.</summary>
    T Current { get; }

    /// <summary>Adds one and returns the new number.</summary>
    T Next();

    /// <summary>Adds one and returns the former number.</summary>
    T GetAndIncrement();

    /// <summary>Adds one and returns the new number.</summary>
    T IncrementAndGet();

    /// <summary>Adds <paramref name="amount"/> and returns the new number.</summary>
    T AddAndGet(T amount);

    /// <summary>Adds <paramref name="amount"/> and returns the former number.</summary>
    T GetAndAdd(T amount);

    /// <summary>Starts again at zero.</summary>
    void Reset();
}
