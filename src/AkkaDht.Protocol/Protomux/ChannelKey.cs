namespace AkkaDht.Protocol.Protomux;

/// <summary>What the two ends of a channel must have in common: the name of its protocol and its id, where none is an empty one.</summary>
internal readonly struct ChannelKey(string protocol, ReadOnlyMemory<byte> id) : IEquatable<ChannelKey>
{
    private readonly string _protocol = protocol;
    private readonly ReadOnlyMemory<byte> _id = id;

    public bool Equals(ChannelKey other) => _protocol == other._protocol && _id.Span.SequenceEqual(other._id.Span);

    public override bool Equals(object? obj) => obj is ChannelKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_protocol);
        hash.AddBytes(_id.Span);
        return hash.ToHashCode();
    }
}
