using System.Runtime.CompilerServices;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Records;

/// <summary>The 64 bytes of an Ed25519 signature, as they stand in a message; whether they sign anything shows when they are verified.</summary>
[InlineArray(Length)]
public struct Signature : IEquatable<Signature>
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = Ed25519Lengths.Signature;

    private byte _first;

    /// <summary>Copies a signature out of the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static Signature Read(ReadOnlySpan<byte> source)
    {
        var signature = default(Signature);
        source[..Length].CopyTo(signature);
        return signature;
    }

    /// <summary>Writes the signature into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public readonly void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)this).CopyTo(destination);

    /// <inheritdoc/>
    public readonly bool Equals(Signature other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Signature other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(this);
        return hash.ToHashCode();
    }

    /// <summary>Whether the two hold the same bytes.</summary>
    public static bool operator ==(Signature left, Signature right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(Signature left, Signature right) => !left.Equals(right);

    /// <summary>The first eight hex digits, enough for a log.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(((ReadOnlySpan<byte>)this)[..4]);
}
