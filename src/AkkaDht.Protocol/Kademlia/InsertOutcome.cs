namespace AkkaDht.Protocol.Kademlia;

/// <summary>What a bucket made of a node that was heard.</summary>
public enum InsertKind : byte
{
    /// <summary>It is new and has a place.</summary>
    Inserted,

    /// <summary>It was there already and counts as heard.</summary>
    Updated,

    /// <summary>Every place is taken; <see cref="InsertOutcome.Oldest"/> may have to give up its own.</summary>
    Full,

    /// <summary>Its subnet has its share of the row.</summary>
    Refused,
}

/// <summary>The answer of <see cref="Bucket.Heard"/>, to switch on.</summary>
/// <param name="Kind">What became of the node.</param>
/// <param name="Oldest">
/// When the bucket is full: the member to check, which loses its place to the newcomer unless it answers; null when all of
/// them deserve theirs.
/// </param>
public readonly record struct InsertOutcome(InsertKind Kind, KnownNode? Oldest = null)
{
    internal static readonly InsertOutcome Inserted = new(InsertKind.Inserted);
    internal static readonly InsertOutcome Updated = new(InsertKind.Updated);
    internal static readonly InsertOutcome Refused = new(InsertKind.Refused);
}
