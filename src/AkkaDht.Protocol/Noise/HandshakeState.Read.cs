using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

// The peer's messages: nothing in them is trusted, and nothing they hold makes us throw.
public sealed partial class HandshakeState
{
    /// <summary>
    /// Reads the peer's next message. Its payload goes to the start of <paramref name="payload"/>, which never needs more room
    /// than the message and does not overlap it.
    /// </summary>
    public NoiseError TryReadMessage(ReadOnlySpan<byte> message, Span<byte> payload, out int payloadLength)
    {
        payloadLength = 0;
        if (Failure != NoiseError.None) return NoiseError.Ended;
        if (IsComplete || IsMyTurn) return NoiseError.OutOfTurn;

        var rest = message;
        foreach (var token in Tokens)
        {
            var error = token switch
            {
                MessageToken.E => ReadEphemeral(ref rest),
                MessageToken.S => ReadStatic(ref rest),
                _ => TryAgree(token) ? NoiseError.None : NoiseError.BadPoint,
            };
            if (error != NoiseError.None) return Fail(error);
        }

        return ReadPayload(rest, payload, out payloadLength);
    }

    private NoiseError ReadEphemeral(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < PublicKey.Length) return NoiseError.Truncated;

        _remoteEphemeral = PublicKey.Read(rest);
        _state.MixHash(rest[..PublicKey.Length]);
        rest = rest[PublicKey.Length..];
        return NoiseError.None;
    }

    private NoiseError ReadStatic(ref ReadOnlySpan<byte> rest)
    {
        var length = PublicKey.Length + _state.Cipher.Overhead;
        if (rest.Length < length) return NoiseError.Truncated;

        Span<byte> key = stackalloc byte[PublicKey.Length];
        if (!_state.TryDecryptAndHash(rest[..length], key)) return NoiseError.BadTag;

        _remoteStatic = PublicKey.Read(key);
        rest = rest[length..];
        return NoiseError.None;
    }

    private NoiseError ReadPayload(ReadOnlySpan<byte> field, Span<byte> payload, out int length)
    {
        length = 0;
        var plainLength = field.Length - _state.Cipher.Overhead;
        if (plainLength < 0) return Fail(NoiseError.Truncated);
        if (field.Length > MaxFieldLength || plainLength > payload.Length) return Fail(NoiseError.TooLong);
        if (!_state.TryDecryptAndHash(field, payload[..plainLength])) return Fail(NoiseError.BadTag);

        length = plainLength;
        Advance();
        return NoiseError.None;
    }
}
