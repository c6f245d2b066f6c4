using System.Buffers.Binary;

namespace AkkaDht.Protocol.HyperDht;

/// <summary>
/// 32 bytes that whoever shows them was given: two ends meet at a relay by one, a verified address is proved by one, and a record is
/// refreshed by one. Compared in constant time; prints nothing of itself.
/// </summary>
public readonly record struct SecretToken
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 32;

    private readonly ulong _word0;
    private readonly ulong _word1;
    private readonly ulong _word2;
    private readonly ulong _word3;

    private SecretToken(ReadOnlySpan<byte> source)
    {
        _word0 = BinaryPrimitives.ReadUInt64BigEndian(source);
        _word1 = BinaryPrimitives.ReadUInt64BigEndian(source[8..]);
        _word2 = BinaryPrimitives.ReadUInt64BigEndian(source[16..]);
        _word3 = BinaryPrimitives.ReadUInt64BigEndian(source[24..]);
    }

    /// <summary>Reads a token from the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static SecretToken Read(ReadOnlySpan<byte> source) => new(source);

    /// <summary>A token that nobody can guess.</summary>
    public static SecretToken Random(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[Length];
        random.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Writes the token into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _word0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _word1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _word2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _word3);
    }

    /// <summary>Compares all bytes whatever the first ones are.</summary>
    public bool Equals(SecretToken other) =>
        ((_word0 ^ other._word0) | (_word1 ^ other._word1) | (_word2 ^ other._word2) | (_word3 ^ other._word3)) == 0;

    /// <summary>A hash of all words, seeded per process: strangers choose tokens too.</summary>
    public override int GetHashCode() => HashCode.Combine(_word0, _word1, _word2, _word3);

    /// <summary>Says nothing of the bytes.</summary>
    public override string ToString() => "token";
}
