namespace Akka.Util;

/// <summary>A switch that several threads may turn.</summary>
public class AtomicBoolean
{
    private int _value;

    /// <summary>A switch in the given position.</summary>
    public AtomicBoolean(bool initialValue = false) => _value = initialValue ? 1 : 0;

    /// <summary>The position.</summary>
    public bool Value
    {
        get => Volatile.Read(ref _value) != 0;
        set => Interlocked.Exchange(ref _value, value ? 1 : 0);
    }

    /// <summary>The position of the switch.</summary>
    public static implicit operator bool(AtomicBoolean atomicBoolean) => atomicBoolean.Value;

    /// <summary>Turns the switch if it stands as expected, and says whether it did.</summary>
    public bool CompareAndSet(bool expected, bool newValue)
    {
        var comparand = expected ? 1 : 0;
        return Interlocked.CompareExchange(ref _value, newValue ? 1 : 0, comparand) == comparand;
    }

    /// <summary>Turns the switch and returns its former position.</summary>
    public bool GetAndSet(bool newValue) => Interlocked.Exchange(ref _value, newValue ? 1 : 0) != 0;
}
