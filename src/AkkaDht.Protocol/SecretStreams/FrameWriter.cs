using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// Writes the frames of a secret stream; the last thing that happens to a message before its carrier (06-noise-secret-stream.md B1,
/// B2, B4). Reference: <c>@hyperswarm/secret-stream</c>, _write and _setupSecretStream.
/// </summary>
/// <remarks>
/// <code>
/// any frame      0  3   length of the body, little endian     3      body
/// header         3  32  id of the sender's end                35 24  header of its cipher
/// message        3  1   encrypted tag                         4      encrypted message     then 16  authenticator
/// </code>
/// </remarks>
internal struct FrameWriter
{
    public const int LengthBytes = 3;
    public const int MaxLength = (1 << 24) - 1;
    public const int TagLength = 1;
    public const int Overhead = CipherLengths.SecretStreamOverhead;
    public const int HeaderLength = StreamNames.IdLength + CipherLengths.SecretStreamHeader;

    private SecretStreamState _state;

    /// <summary>Puts the length of the body in front of it, and answers the length of the frame.</summary>
    public static int SetLength(Span<byte> frame, int length)
    {
        frame[0] = (byte)length;
        frame[1] = (byte)(length >> 8);
        frame[2] = (byte)(length >> 16);
        return LengthBytes + length;
    }

    /// <summary>Writes the header that starts this direction, whose last 24 bytes are random.</summary>
    public int WriteHeader(ICryptoSuite crypto, IRandomSource random, ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, bool isInitiator, Span<byte> frame)
    {
        var body = frame.Slice(LengthBytes, HeaderLength);
        StreamNames.StreamId(crypto, hash, isInitiator, body[..StreamNames.IdLength]);
        random.Fill(body[StreamNames.IdLength..]);
        crypto.SecretStreamInit(ref _state, key, body[StreamNames.IdLength..]);
        return SetLength(frame, HeaderLength);
    }

    /// <summary>Writes a message; <paramref name="plain"/> may stand in the frame already, where it will be encrypted.</summary>
    public int WriteMessage(ICryptoSuite crypto, ReadOnlySpan<byte> plain, Span<byte> frame)
    {
        var length = plain.Length + Overhead;
        crypto.SecretStreamSeal(ref _state, tag: 0, additional: default, plain, frame.Slice(LengthBytes, length));
        return SetLength(frame, length);
    }

    /// <summary>Overwrites the cipher's key.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(_state.Bytes);
}
