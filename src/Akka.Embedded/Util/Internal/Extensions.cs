namespace Akka.Util.Internal;

/// <summary>Short words for frequent turns of phrase.</summary>
public static class Extensions
{
    /// <summary>The object as a <typeparamref name="T"/>; any other type throws <see cref="InvalidCastException"/>.</summary>
    public static T AsInstanceOf<T>(this object? self) => (T)self!;

    /// <summary>Hands each item to <paramref name="action"/>, in order.</summary>
    public static void ForEach<T>(this IEnumerable<T> source, Action<T> action)
    {
        foreach (var item in source)
            action(item);
    }

    /// <summary>The items after the first <paramref name="count"/>.</summary>
    public static IEnumerable<T> Drop<T>(this IEnumerable<T> self, int count) => self.Skip(count);

    /// <summary>The first item, or the default of <typeparamref name="T"/>.</summary>
    public static T? Head<T>(this IEnumerable<T> self) => self.FirstOrDefault();

    /// <summary>The value under <paramref name="key"/>, or <paramref name="elseValue"/>.</summary>
    public static TValue GetOrElse<TKey, TValue>(this IDictionary<TKey, TValue> hash, TKey key, TValue elseValue) =>
        hash.TryGetValue(key, out var value) ? value : elseValue;

    /// <summary>The texts one behind the other with <paramref name="separator"/> between them.</summary>
    public static string Join(this IEnumerable<string> self, string separator) => string.Join(separator, self);
}
