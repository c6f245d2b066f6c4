using System.Globalization;

namespace Akka.Util.Internal;

/// <summary>A 64-bit number that several threads may count on.</summary>
public class AtomicCounterLong : IAtomicCounter<long>
{
    private long _value;

    /// <summary>A counter at −1, so that the first <see cref="Next"/> is 0.</summary>
    public AtomicCounterLong()
        : this(-1)
    {
    }

    /// <summary>A counter at <paramref name="value"/>.</summary>
    public AtomicCounterLong(long value) => _value = value;

    /// <inheritdoc/>
    public long Current => Interlocked.Read(ref _value);

    /// <inheritdoc/>
    public long Next() => Interlocked.Increment(ref _value);

    /// <inheritdoc/>
    public long IncrementAndGet() => Interlocked.Increment(ref _value);

    /// <inheritdoc/>
    public long GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    /// <summary>Subtracts one and returns the new number.</summary>
    public long DecrementAndGet() => Interlocked.Decrement(ref _value);

    /// <inheritdoc/>
    public long AddAndGet(long amount) => Interlocked.Add(ref _value, amount);

    /// <inheritdoc/>
    public long GetAndAdd(long amount) => Interlocked.Add(ref _value, amount) - amount;

    /// <summary>Sets the number and returns the former one.</summary>
    public long GetAndSet(long value) => Interlocked.Exchange(ref _value, value);

    /// <summary>Sets the number if it is the expected one, and says whether it was.</summary>
    public bool CompareAndSet(long expected, long newValue) => Interlocked.CompareExchange(ref _value, newValue, expected) == expected;

    /// <inheritdoc/>
    public void Reset() => Interlocked.Exchange(ref _value, 0);

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Current.ToString(CultureInfo.InvariantCulture);
}
