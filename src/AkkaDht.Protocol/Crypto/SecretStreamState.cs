using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AkkaDht.Protocol.Crypto;

/// <summary>
/// Where one direction of a secret stream stands: 32 bytes of key, then a nonce of 4 bytes of counter (little endian) and 8 that
/// every message changes (06-noise-secret-stream.md B4). Laid out as libsodium's, whose last 8 bytes are unused.
/// </summary>
[InlineArray(Length)]
public struct SecretStreamState
{
    internal const int Length = KeyLength + NonceLength + 8;

    private const int KeyLength = ChaCha20.KeyLength;
    private const int NonceLength = ChaCha20.NonceLength;
    private const int CounterLength = sizeof(uint);

    private byte _first;

    [UnscopedRef]
    internal Span<byte> Bytes => this;

    [UnscopedRef]
    internal Span<byte> Key => Bytes[..KeyLength];

    [UnscopedRef]
    internal Span<byte> Nonce => Bytes.Slice(KeyLength, NonceLength);

    [UnscopedRef]
    internal Span<byte> Counter => Nonce[..CounterLength];

    [UnscopedRef]
    internal Span<byte> InnerNonce => Nonce[CounterLength..];
}
