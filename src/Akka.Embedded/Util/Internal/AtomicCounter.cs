namespace Akka.Util.Internal;

/// <summary>A 32-bit number that several threads may count on; it wraps around.</summary>
public class AtomicCounter : IAtomicCounter<int>
{
    private int _value;

    /// <summary>A counter at −1, so that the first <see cref="Next"/> is 0.</summary>
    public AtomicCounter()
        : this(-1)
    {
    }

    /// <summary>A counter at <paramref name="initialValue"/>.</summary>
    public AtomicCounter(int initialValue) => _value = initialValue;

    /// <inheritdoc/>
    public int Current => Volatile.Read(ref _value);

    /// <inheritdoc/>
    public int Next() => Interlocked.Increment(ref _value);

    /// <inheritdoc/>
    public int IncrementAndGet() => Interlocked.Increment(ref _value);

    /// <inheritdoc/>
    public int GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    /// <summary>Subtracts one and returns the new number.</summary>
    public int Decrement() => Interlocked.Decrement(ref _value);

    /// <summary>Subtracts one and returns the new number.</summary>
    public int DecrementAndGet() => Interlocked.Decrement(ref _value);

    /// <summary>Subtracts one and returns the former number.</summary>
    public int GetAndDecrement() => Interlocked.Decrement(ref _value) + 1;

    /// <inheritdoc/>
    public int AddAndGet(int amount) => Interlocked.Add(ref _value, amount);

    /// <inheritdoc/>
    public int GetAndAdd(int amount) => Interlocked.Add(ref _value, amount) - amount;

    /// <summary>Sets the number and returns the former one.</summary>
    public int GetAndSet(int value) => Interlocked.Exchange(ref _value, value);

    /// <summary>Sets the number if it is the expected one, and says whether it was.</summary>
    public bool CompareAndSet(int expected, int newValue) => Interlocked.CompareExchange(ref _value, newValue, expected) == expected;

    /// <inheritdoc/>
    public void Reset() => Interlocked.Exchange(ref _value, 0);
}
