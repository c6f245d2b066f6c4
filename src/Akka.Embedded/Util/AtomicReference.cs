namespace Akka.Util;

/// <summary>A reference that several threads may exchange.</summary>
public class AtomicReference<T>
    where T : class
{
    private T? _value;

    /// <summary>A reference to nothing.</summary>
    public AtomicReference()
    {
    }

    /// <summary>A reference to <paramref name="originalValue"/>.</summary>
    public AtomicReference(T? originalValue) => _value = originalValue;

    /// <summary>What is referred to.</summary>
    public T? Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>What the reference refers to.</summary>
    public static implicit operator T?(AtomicReference<T> atomicReference) => atomicReference.Value;

    /// <summary>Exchanges the reference if it is the expected one, and says whether it was.</summary>
    public bool CompareAndSet(T? expected, T? newValue) => ReferenceEquals(CompareExchange(expected, newValue), expected);

    /// <summary>Exchanges the reference if it is the expected one, and returns the former one.</summary>
    public T? CompareExchange(T? expected, T? newValue) => Interlocked.CompareExchange(ref _value, newValue, expected);

    /// <summary>Exchanges the reference and returns the former one.</summary>
    public T? GetAndSet(T? newValue) => Interlocked.Exchange(ref _value, newValue);
}
