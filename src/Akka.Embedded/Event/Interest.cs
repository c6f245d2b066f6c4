using System.Collections.Immutable;

namespace Akka.Event;

/// <summary>What one subscriber wants: the last word about a type, or about a base of it, holds.</summary>
internal sealed class Interest
{
    public static readonly Interest None = new([]);

    private readonly ImmutableArray<(Type Type, bool Wanted)> _words;

    private Interest(ImmutableArray<(Type, bool)> words) => _words = words;

    public bool IsNone => _words.IsEmpty;

    public bool Covers(Type type)
    {
        for (var i = _words.Length - 1; i >= 0; i--)
            if (_words[i].Type.IsAssignableFrom(type))
                return _words[i].Wanted;
        return false;
    }

    /// <summary>Also wants a type; the same interest when it does already.</summary>
    public Interest With(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Covers(type) && !_words.Any(word => type.IsAssignableFrom(word.Type) && !word.Wanted)
            ? this
            : new([.. Beside(type), (type, true)]);
    }

    /// <summary>No longer wants a type; the same interest when it did not.</summary>
    public Interest Without(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!Covers(type) && !_words.Any(word => type.IsAssignableFrom(word.Type) && word.Wanted))
            return this;
        var beside = Beside(type);
        return beside.Any(word => word.Wanted) ? new([.. beside, (type, false)]) : None;
    }

    /// <summary>What was said about types that are not of the given one.</summary>
    private ImmutableArray<(Type Type, bool Wanted)> Beside(Type type) => _words.RemoveAll(word => type.IsAssignableFrom(word.Type));
}
