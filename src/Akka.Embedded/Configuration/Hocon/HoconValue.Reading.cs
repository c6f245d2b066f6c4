using System.Globalization;

namespace Akka.Configuration.Hocon;

public partial class HoconValue
{
    /// <summary>The switch (<c>on</c>, <c>off</c>, <c>true</c>, <c>false</c>); anything else throws <see cref="NotSupportedException"/>.</summary>
    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"Expected on, off, true or false, found '{other}'."),
    };

    /// <summary>The integer.</summary>
    public int GetInt() => Number<int>();

    /// <summary>The long integer.</summary>
    public long GetLong() => Number<long>();

    /// <summary>The byte.</summary>
    public byte GetByte() => Number<byte>();

    /// <summary>The double.</summary>
    public double GetDouble() => Number<double>();

    /// <summary>The float.</summary>
    public float GetFloat() => Number<float>();

    /// <summary>The decimal number.</summary>
    public decimal GetDecimal() => Number<decimal>();

    /// <summary>The duration; a bare number is milliseconds, <c>infinite</c> is <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.Duration(GetString(), allowInfinite);

    /// <summary>The size in bytes: <c>1kB</c> is 1000, <c>1k</c> and <c>1KiB</c> are 1024; null for no text.</summary>
    public long? GetByteSize() => GetString() is { Length: > 0 } text ? HoconUnits.Size(text) : null;

    /// <summary>The list as texts.</summary>
    public IList<string> GetStringList() => List(item => item.GetString()!);

    /// <summary>The list as switches.</summary>
    public IList<bool> GetBooleanList() => List(item => item.GetBoolean());

    /// <summary>The list as bytes.</summary>
    public IList<byte> GetByteList() => List(item => item.GetByte());

    /// <summary>The list as integers.</summary>
    public IList<int> GetIntList() => List(item => item.GetInt());

    /// <summary>The list as long integers.</summary>
    public IList<long> GetLongList() => List(item => item.GetLong());

    /// <summary>The list as doubles.</summary>
    public IList<double> GetDoubleList() => List(item => item.GetDouble());

    /// <summary>The list as floats.</summary>
    public IList<float> GetFloatList() => List(item => item.GetFloat());

    /// <summary>The list as decimal numbers.</summary>
    public IList<decimal> GetDecimalList() => List(item => item.GetDecimal());

    private List<T> List<T>(Converter<HoconValue, T> read) => [.. GetArray().Select(item => read(item))];

    private T Number<T>()
        where T : IParsable<T> => T.Parse(GetString()!, CultureInfo.InvariantCulture);
}
