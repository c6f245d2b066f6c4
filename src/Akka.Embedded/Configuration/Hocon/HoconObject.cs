using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Keys with their values, in the order in which they were first written.</summary>
public class HoconObject : IHoconElement
{
    /// <summary>The keys with their values.</summary>
    public Dictionary<string, HoconValue> Items { get; } = [];

    /// <inheritdoc/>
    public bool IsString() => false;

    /// <inheritdoc/>
    public string GetString() => throw new NotSupportedException("An object is not text.");

    /// <inheritdoc/>
    public bool IsArray() => false;

    /// <inheritdoc/>
    public IList<HoconValue> GetArray() => throw new NotSupportedException("An object is not a list.");

    /// <summary>The value under <paramref name="key"/>, or null.</summary>
    public HoconValue? GetKey(string key) => Items.GetValueOrDefault(key);

    /// <summary>The value under <paramref name="key"/>, created empty when absent.</summary>
    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
            Items.Add(key, value = new HoconValue());
        return value;
    }

    /// <summary>The object as HOCON text.</summary>
    public override string ToString() => ToString(0);

    /// <summary>The object as HOCON text, <paramref name="indent"/> levels deep.</summary>
    public string ToString(int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
            text.Append(' ', indent * 2).Append(HoconText.Key(key)).Append(" : ").Append(value.ToString(indent)).Append('\n');
        return text.ToString();
    }

    /// <summary>A new object with the keys of both, in which <paramref name="over"/> wins and objects merge.</summary>
    internal static HoconObject Merge(HoconObject over, HoconObject under)
    {
        var merged = new HoconObject();
        foreach (var (key, value) in under.Items)
            merged.Items.Add(key, over.Items.TryGetValue(key, out var upper) ? HoconValue.Merge(upper, value) : value);
        foreach (var (key, value) in over.Items)
            merged.Items.TryAdd(key, value);
        return merged;
    }
}
