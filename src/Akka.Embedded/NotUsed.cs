namespace Akka;

/// <summary>Stands where a type is asked for but no value is of interest.</summary>
public sealed class NotUsed : IEquatable<NotUsed>, IComparable<NotUsed>
{
    /// <summary>The only value.</summary>
    public static readonly NotUsed Instance = new();

    private NotUsed() { }

    /// <inheritdoc/>
    public int CompareTo(NotUsed? other) => 0;

    /// <inheritdoc/>
    public bool Equals(NotUsed? other) => other is not null;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NotUsed;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => "()";
}
