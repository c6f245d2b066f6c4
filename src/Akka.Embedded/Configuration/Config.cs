using System.Diagnostics.CodeAnalysis;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>An immutable tree of settings; a fallback is merged underneath when it is added, so that reading is a plain walk.</summary>
public class Config
{
    /// <summary>The configuration without a key.</summary>
    public static readonly Config Empty = new();

    /// <summary>A configuration without a key.</summary>
    public Config()
        : this(new HoconRoot(new HoconValue([new HoconObject()])))
    {
    }

    /// <summary>The configuration that a parsed text describes.</summary>
    public Config(HoconRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        Root = root.Value;
    }

    /// <summary><paramref name="source"/> over <paramref name="fallback"/>.</summary>
    public Config(Config source, Config? fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        Fallback = fallback;
        Root = fallback is null ? source.Root : HoconValue.Merge(over: source.Root, under: fallback.Root);
    }

    /// <summary>The configuration underneath, or null.</summary>
    public Config? Fallback { get; }

    /// <summary>The top of the tree, fallbacks included.</summary>
    public HoconValue Root { get; }

    /// <summary>Whether there is no key at all.</summary>
    public virtual bool IsEmpty => Root.IsEmpty;

    /// <summary>HOCON text is a configuration.</summary>
    [return: NotNullIfNotNull(nameof(str))]
    public static implicit operator Config?(string? str) => str is null ? null : ConfigurationFactory.ParseString(str);

    /// <summary>This configuration with <paramref name="fallback"/> answering for the keys it lacks.</summary>
    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("A configuration cannot be its own fallback.", nameof(fallback));
        if (fallback is null || fallback.IsEmpty)
            return this;
        return IsEmpty ? fallback : new Config(this, fallback);
    }

    /// <summary>Whether something stands at <paramref name="path"/>, be it <c>null</c>.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>The value at <paramref name="path"/>, or null.</summary>
    public HoconValue? GetValue(string path) => Find(path);

    /// <summary>The branch at <paramref name="path"/> as a configuration of its own, or null.</summary>
    public virtual Config? GetConfig(string path) => Find(path)?.ToConfig();

    /// <summary>The text at <paramref name="path"/>, or the default where nothing stands.</summary>
    public virtual string? GetString(string path, string? @default = null) => Find(path) is { } value ? value.GetString() : @default;

    /// <summary>The switch at <paramref name="path"/> (<c>on</c>, <c>off</c>, <c>true</c>, <c>false</c>).</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => Find(path)?.GetBoolean() ?? @default;

    /// <summary>The integer at <paramref name="path"/>.</summary>
    public virtual int GetInt(string path, int @default = 0) => Find(path)?.GetInt() ?? @default;

    /// <summary>The long integer at <paramref name="path"/>.</summary>
    public virtual long GetLong(string path, long @default = 0) => Find(path)?.GetLong() ?? @default;

    /// <summary>The double at <paramref name="path"/>.</summary>
    public virtual double GetDouble(string path, double @default = 0) => Find(path)?.GetDouble() ?? @default;

    /// <summary>The float at <paramref name="path"/>.</summary>
    public virtual float GetFloat(string path, float @default = 0) => Find(path)?.GetFloat() ?? @default;

    /// <summary>The decimal number at <paramref name="path"/>.</summary>
    public virtual decimal GetDecimal(string path, decimal @default = 0) => Find(path)?.GetDecimal() ?? @default;

    /// <summary>The duration at <paramref name="path"/>; a bare number is milliseconds.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Find(path)?.GetTimeSpan(allowInfinite) ?? @default ?? default;

    /// <summary>The size in bytes at <paramref name="path"/>, or null.</summary>
    public virtual long? GetByteSize(string path) => Find(path)?.GetByteSize();

    /// <summary>The size in bytes at <paramref name="path"/>, or <paramref name="def"/>.</summary>
    [return: NotNullIfNotNull(nameof(def))]
    public virtual long? GetByteSize(string path, long? def = null) => Find(path)?.GetByteSize() ?? def;

    /// <summary>The texts at <paramref name="path"/>; none where nothing stands.</summary>
    public virtual IList<string> GetStringList(string path) => Find(path)?.GetStringList() ?? [];

    /// <summary>The texts at <paramref name="path"/>, or <paramref name="defaultPaths"/>.</summary>
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) => Find(path)?.GetStringList() ?? defaultPaths;

    /// <summary>The switches listed at <paramref name="path"/>.</summary>
    public virtual IList<bool> GetBooleanList(string path) => Existing(path).GetBooleanList();

    /// <summary>The bytes listed at <paramref name="path"/>.</summary>
    public virtual IList<byte> GetByteList(string path) => Existing(path).GetByteList();

    /// <summary>The decimal numbers listed at <paramref name="path"/>.</summary>
    public virtual IList<decimal> GetDecimalList(string path) => Existing(path).GetDecimalList();

    /// <summary>The doubles listed at <paramref name="path"/>.</summary>
    public virtual IList<double> GetDoubleList(string path) => Existing(path).GetDoubleList();

    /// <summary>The floats listed at <paramref name="path"/>.</summary>
    public virtual IList<float> GetFloatList(string path) => Existing(path).GetFloatList();

    /// <summary>The integers listed at <paramref name="path"/>.</summary>
    public virtual IList<int> GetIntList(string path) => Existing(path).GetIntList();

    /// <summary>The long integers listed at <paramref name="path"/>.</summary>
    public virtual IList<long> GetLongList(string path) => Existing(path).GetLongList();

    /// <summary>The keys at the top with their values, fallbacks included.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Root.GetObject()?.Items ?? [];

    /// <summary>The tree as HOCON text.</summary>
    public override string ToString() => Root.ToString();

    private HoconValue? Find(string path)
    {
        var value = Root;
        foreach (var key in HoconPath.Split(path))
        {
            if (value.GetChildObject(key) is not { } child)
                return null;
            value = child;
        }

        return value;
    }

    // Akka.NET throws this very type where a list of numbers or switches is missing; callers may catch it.
    private HoconValue Existing(string path) =>
        Find(path) ?? throw new NullReferenceException($"Nothing stands at '{path}'.");
}
