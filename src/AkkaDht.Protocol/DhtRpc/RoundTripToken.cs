using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// Proof that a requester receives what is sent to its host: 32 opaque bytes that a node issues in a reply and wants back
/// in a request that changes something (02-dht-rpc.md A7).
/// </summary>
[InlineArray(Length)]
public struct RoundTripToken : IEquatable<RoundTripToken>
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 32;

    private byte _first;

    /// <summary>Copies a token out of the first <see cref="Length"/> bytes of <paramref name="source"/>.</summary>
    public static RoundTripToken Read(ReadOnlySpan<byte> source)
    {
        var token = default(RoundTripToken);
        source[..Length].CopyTo(token);
        return token;
    }

    /// <summary>Writes the token into the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public readonly void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)this).CopyTo(destination);

    /// <summary>Compares in constant time, since a token is a secret of whoever issued it.</summary>
    public readonly bool Equals(RoundTripToken other) => CryptographicOperations.FixedTimeEquals(this, other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RoundTripToken other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => throw new NotSupportedException("A token is a secret and never a key of a table.");

    /// <summary>Whether the two tokens hold the same bytes.</summary>
    public static bool operator ==(RoundTripToken left, RoundTripToken right) => left.Equals(right);

    /// <summary>Whether the two tokens differ.</summary>
    public static bool operator !=(RoundTripToken left, RoundTripToken right) => !left.Equals(right);

    /// <summary>Says nothing of the bytes.</summary>
    public override readonly string ToString() => "token";
}
