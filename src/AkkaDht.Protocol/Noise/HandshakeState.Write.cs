using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

// Our messages: keys as the pattern says, then the payload.
public sealed partial class HandshakeState
{
    /// <summary>Length of the next message with a payload of <paramref name="payloadLength"/> bytes; as long as there is one.</summary>
    public int MeasureMessage(int payloadLength)
    {
        Invariant.That(CanGoOn, "a message is measured before the handshake ends");
        var overhead = _state.Cipher.Overhead;
        var length = payloadLength;
        foreach (var token in Tokens)
        {
            if (token == MessageToken.E) length += PublicKey.Length;
            else if (token == MessageToken.S) length += PublicKey.Length + overhead;
            else overhead = CipherState.TagLength;
        }

        return length + overhead;
    }

    /// <summary>
    /// Writes our next message, whose length it answers; <paramref name="message"/> holds at least
    /// <see cref="MeasureMessage"/> bytes. Zero when a key of the peer proves to be no usable point: then <see cref="Failure"/> is set.
    /// </summary>
    public int WriteMessage(ReadOnlySpan<byte> payload, Span<byte> message)
    {
        Invariant.That(IsMyTurn, "a message is written in turn");
        Invariant.That(payload.Length <= MaxFieldLength - CipherState.TagLength, "a payload and its tag are at most 65535 bytes long");
        var length = MeasureMessage(payload.Length);
        Invariant.That(message.Length >= length, "there is room for the message");

        var rest = message[..length];
        foreach (var token in Tokens)
        {
            if (token == MessageToken.E) rest = WriteEphemeral(rest);
            else if (token == MessageToken.S) rest = WriteStatic(rest);
            else if (!TryAgree(token)) return FailWriting(message[..length]);
        }

        _state.EncryptAndHash(payload, rest);
        Advance();
        return length;
    }

    private Span<byte> WriteEphemeral(Span<byte> rest)
    {
        _localEphemeral = KeyPair.Generate(_crypto, _random);
        _localEphemeral.PublicKey.CopyTo(rest);
        _state.MixHash(rest[..PublicKey.Length]);
        return rest[PublicKey.Length..];
    }

    private Span<byte> WriteStatic(Span<byte> rest)
    {
        Span<byte> key = stackalloc byte[PublicKey.Length];
        _localStatic!.PublicKey.CopyTo(key);
        var length = PublicKey.Length + _state.Cipher.Overhead;
        _state.EncryptAndHash(key, rest[..length]);
        return rest[length..];
    }

    private int FailWriting(Span<byte> message)
    {
        message.Clear();
        Fail(NoiseError.BadPoint);
        return 0;
    }
}
