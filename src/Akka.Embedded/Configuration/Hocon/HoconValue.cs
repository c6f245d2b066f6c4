namespace Akka.Configuration.Hocon;

/// <summary>What stands behind a key: pieces that together read as text, a list or an object.</summary>
public partial class HoconValue : IMightBeAHoconObject
{
    /// <summary>A value without pieces.</summary>
    public HoconValue()
        : this([])
    {
    }

    internal HoconValue(List<IHoconElement> values) => Values = values;

    /// <summary>The pieces, in the order written.</summary>
    public List<IHoconElement> Values { get; }

    /// <summary>Whether there is no piece, or an object without keys.</summary>
    public bool IsEmpty => Values is [] or [HoconObject { Items.Count: 0 }, ..];

    /// <summary>Whether every piece is text.</summary>
    public bool IsString() => Values.Count > 0 && Values.TrueForAll(element => element.IsString());

    /// <summary>Whether a piece is a list.</summary>
    public bool IsArray() => Values.Exists(element => element.IsArray());

    /// <summary>Whether this is an object.</summary>
    public bool IsObject() => GetObject() is not null;

    /// <summary>The pieces' text joined, without the blanks around it; null for the word <c>null</c>, lists and objects.</summary>
    public string? GetString()
    {
        if (!IsString())
            return null;
        var text = (Values is [var only] ? only.GetString() : string.Concat(Values.Select(element => element.GetString())))?.Trim();
        return text == "null" ? null : text;
    }

    /// <summary>The lists among the pieces, one after another.</summary>
    public IList<HoconValue> GetArray() =>
        [.. Values.Where(element => element.IsArray()).SelectMany(element => element.GetArray())];

    /// <summary>The object that this is; null when it is none.</summary>
    public HoconObject? GetObject() => Values is not [var first, ..] ? null : first switch
    {
        HoconObject found => found,
        IMightBeAHoconObject candidate => candidate.GetObject(),
        _ => null,
    };

    /// <summary>The value under <paramref name="key"/> of this object, or null.</summary>
    public HoconValue? GetChildObject(string key) => GetObject()?.GetKey(key);

    /// <summary>This value as the top of a configuration.</summary>
    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>The configuration that has this value under <paramref name="key"/> and nothing else.</summary>
    public Config AtKey(string key)
    {
        var parent = new HoconObject();
        parent.Items.Add(key, this);
        return new HoconValue([parent]).ToConfig();
    }

    /// <summary>The value as HOCON text.</summary>
    public override string ToString() => GetObject() is { } top ? top.ToString(0) : ToString(0);

    /// <summary>The value as HOCON text, <paramref name="indent"/> levels deep.</summary>
    public virtual string ToString(int indent)
    {
        if (GetObject() is { } members)
            return $"{{\n{members.ToString(indent + 1)}{new string(' ', indent * 2)}}}";
        return IsArray() ? $"[{string.Join(',', GetArray().Select(item => item.ToString(indent)))}]" : HoconText.Literal(GetString());
    }

    /// <summary>The value that <paramref name="over"/> leaves of <paramref name="under"/>: objects merge, anything else hides what is below.</summary>
    internal static HoconValue Merge(HoconValue over, HoconValue under)
    {
        if (over.GetObject() is not { } upper || under.GetObject() is not { } lower)
            return over;
        return new HoconValue([HoconObject.Merge(upper, lower)]);
    }
}
