namespace Akka.Configuration.Hocon;

/// <summary>A reference <c>${path}</c>; it reads as the value found at that path in the same text.</summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    /// <summary>A reference to <paramref name="path"/>, not yet resolved.</summary>
    public HoconSubstitution(string path) => Path = path;

    /// <summary>The path referred to, from the top of the text.</summary>
    public string Path { get; set; }

    /// <summary>The value found there; set when the text is complete.</summary>
    public HoconValue? ResolvedValue { get; set; }

    /// <inheritdoc/>
    public bool IsString() => ResolvedValue?.IsString() ?? false;

    /// <inheritdoc/>
    public string? GetString() => ResolvedValue?.GetString();

    /// <inheritdoc/>
    public bool IsArray() => ResolvedValue?.IsArray() ?? false;

    /// <inheritdoc/>
    public IList<HoconValue> GetArray() => ResolvedValue?.GetArray() ?? [];

    /// <inheritdoc/>
    public bool IsObject() => ResolvedValue?.IsObject() ?? false;

    /// <inheritdoc/>
    public HoconObject? GetObject() => ResolvedValue?.GetObject();

    /// <summary>What the reference stands for, as HOCON text.</summary>
    public override string ToString() => ResolvedValue?.ToString() ?? $"${{{Path}}}";
}
