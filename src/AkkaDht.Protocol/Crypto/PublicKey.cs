using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// Names a peer: the 32 bytes of an Ed25519 public key, held as four big-endian words. Any bytes make one; whether they are a
/// usable point shows when a signature is verified or a key agreed.
/// </summary>
public readonly record struct PublicKey(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = Ed25519Lengths.PublicKey;

    /// <summary>Reads a key from the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static PublicKey Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[24..]));

    /// <summary>Writes the key into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Word0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Word1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Word2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], Word3);
    }

    /// <summary>Parses 64 hex digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var parsed = hex?.Length == 2 * Length
            && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        key = parsed ? Read(bytes) : default;
        return parsed;
    }

    /// <summary>Parses 64 hex digits that are known to be valid; throws <see cref="FormatException"/> otherwise.</summary>
    public static PublicKey Parse(string hex) =>
        TryParse(hex, out var key) ? key : throw new FormatException($"'{hex}' is not a public key of 64 hex digits.");

    /// <summary>A hash of all words, seeded per process: strangers choose their keys.</summary>
    public override int GetHashCode() => HashCode.Combine(Word0, Word1, Word2, Word3);

    /// <summary>All 64 hex digits, lower case.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The first eight hex digits, enough for a log.</summary>
    public override string ToString() => (Word0 >> 32).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
