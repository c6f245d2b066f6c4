using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.Noise;

/// <summary>
/// One side of a Noise handshake: writes and reads its messages in turn until both sides share the keys of a secret stream.
/// Whatever a stranger sends ends as a <see cref="NoiseError"/>, and a handshake that failed has erased its secrets and stays
/// ended. Reference: noise-handshake <c>noise.js</c>.
/// </summary>
public sealed partial class HandshakeState
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

    /// <summary>The peer's key, which a responder knows once the message that holds it is read; of zeros before, and where the pattern has none.</summary>
    public PublicKey RemoteStatic => _remoteStatic;

    /// <summary>What the vectors look into.</summary>
    internal SymmetricState State => _state;

    private bool CanGoOn => Failure == NoiseError.None && !IsComplete;

    private bool IsInitiatorsMessage => _next % 2 == 0;

    private ReadOnlySpan<MessageToken> Tokens => _pattern.Messages[_next];

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
