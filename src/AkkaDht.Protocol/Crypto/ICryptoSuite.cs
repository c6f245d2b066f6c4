namespace AkkaDht.Protocol.Crypto;

/// <summary>The cryptography that the protocol needs, as pure functions over spans; safe from any thread, no allocation per call.</summary>
public partial interface ICryptoSuite
{
    /// <summary>Name as in <c>akkadht.crypto.suite</c>.</summary>
    string Name { get; }

    /// <summary>BLAKE2b with a 32-byte digest: <paramref name="digest"/> is exactly 32 bytes, <paramref name="input"/> any length.</summary>
    void Blake2b256(ReadOnlySpan<byte> input, Span<byte> digest);

    /// <summary>BLAKE2b keyed (<paramref name="key"/> is 1 to 64 bytes) with a 32-byte digest.</summary>
    void Blake2b256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> digest);
}
