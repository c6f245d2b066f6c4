using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>
/// One side of a Noise handshake: writes and reads its messages in turn until both sides share the keys of a secret stream.
/// Whatever a stranger sends ends as a <see cref="NoiseError"/>, and a handshake that failed has erased its secrets and stays
/// ended. Reference: noise-handshake <c>noise.js</c>.
/// </summary>
public sealed class HandshakeState
{
    /// <summary>Longest payload of a message, in bytes, its tag included.</summary>
    public const int MaxFieldLength = 65535;

    private readonly ICryptoSuite _crypto;
    private readonly IRandomSource _random;
    private readonly PatternTable _pattern;
    private readonly bool _isInitiator;
    private readonly SymmetricState _state;
    private readonly KeyPair? _localStatic;
    private KeyPair? _localEphemeral;
    private PublicKey _remoteStatic;
    private PublicKey _remoteEphemeral;
    private int _next;

    /// <summary>
    /// A side of a handshake that begins. <paramref name="localStatic"/> is given unless the pattern is NN,
    /// <paramref name="remoteStatic"/> by the initiator of IK and XK; <paramref name="prologue"/> (any length) is what both sides
    /// must agree on without sending it.
    /// </summary>
    public HandshakeState(
        ICryptoSuite crypto,
        IRandomSource random,
        NoisePattern pattern,
        bool isInitiator,
        ReadOnlySpan<byte> prologue,
        KeyPair? localStatic,
        PublicKey? remoteStatic)
    {
        _crypto = crypto;
        _random = random;
        _pattern = PatternTable.Of(pattern);
        _isInitiator = isInitiator;
        _localStatic = localStatic;
        _state = new SymmetricState(crypto, _pattern.ProtocolName, prologue);
        Invariant.That(!_pattern.HasStatics || localStatic is not null, "a pattern with static keys is given ours");
        if (_pattern.KnowsResponder) MixResponder(remoteStatic);
    }

    /// <summary>Whether all messages have passed, so that <see cref="Result"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsComplete => Result is not null;

    /// <summary>Whether the next message is ours to write.</summary>
    public bool IsMyTurn => CanGoOn && IsInitiatorsMessage == _isInitiator;

    /// <summary>Why the handshake has failed; <see cref="NoiseError.None"/> while it has not.</summary>
    public NoiseError Failure { get; private set; }

    /// <summary>What was agreed upon, once complete.</summary>
    public HandshakeResult? Result { get; private set; }

    /// <summary>What the vectors look into.</summary>
    internal SymmetricState State => _state;

    private bool CanGoOn => Failure == NoiseError.None && !IsComplete;

    private bool IsInitiatorsMessage => _next % 2 == 0;

    private ReadOnlySpan<MessageToken> Tokens => _pattern.Messages[_next];

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

    /// <summary>Ends the handshake, if it goes on, and overwrites its secrets; the <see cref="Result"/> is left to its owner.</summary>
    public void Clear()
    {
        if (CanGoOn) Fail(NoiseError.Ended);
    }

    private void MixResponder(PublicKey? remoteStatic)
    {
        if (_isInitiator)
        {
            Invariant.That(remoteStatic.HasValue, "the initiator of this pattern knows the responder");
            _remoteStatic = remoteStatic.Value;
        }

        MixHash(_isInitiator ? _remoteStatic : _localStatic!.PublicKey);
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

    private bool TryAgree(MessageToken token)
    {
        // The first letter is the initiator's key, the second the responder's.
        var (initiatorsStatic, respondersStatic) = (token is MessageToken.SE or MessageToken.SS, token is MessageToken.ES or MessageToken.SS);
        var (isLocalStatic, isRemoteStatic) = _isInitiator ? (initiatorsStatic, respondersStatic) : (respondersStatic, initiatorsStatic);
        var local = isLocalStatic ? _localStatic! : _localEphemeral!;
        var remote = isRemoteStatic ? _remoteStatic : _remoteEphemeral;

        Span<byte> shared = stackalloc byte[PublicKey.Length];
        var isAgreed = local.TryAgree(_crypto, remote, shared);
        if (isAgreed) _state.MixKey(shared);
        CryptographicOperations.ZeroMemory(shared);
        return isAgreed;
    }

    private void MixHash(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Length];
        key.CopyTo(bytes);
        _state.MixHash(bytes);
    }

    private void Advance()
    {
        _next++;
        if (_next < _pattern.Messages.Length) return;

        Result = new HandshakeResult(_state, _isInitiator, _remoteStatic);
        Erase();
    }

    private int FailWriting(Span<byte> message)
    {
        message.Clear();
        Fail(NoiseError.BadPoint);
        return 0;
    }

    private NoiseError Fail(NoiseError error)
    {
        Failure = error;
        Erase();
        return error;
    }

    private void Erase()
    {
        _state.Clear();
        _localEphemeral?.Clear();
        _localEphemeral = null;
    }
}
