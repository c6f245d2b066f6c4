using System.Security.Cryptography;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// An encrypted stream of messages over an ordered carrier: bytes of the carrier become messages here, and messages frames for it.
/// It starts with the keys of a handshake, or with a handshake that it carries itself. Between <c>Udx</c> and whoever reads the
/// messages. Reference: <c>@hyperswarm/secret-stream</c> (06-noise-secret-stream.md, parts B and C).
/// </summary>
/// <remarks>
/// After each input the owner takes the messages, then writes the control frames to the carrier, and those before anything else. A
/// stream that has failed takes nothing in any more; messages that came before the failure are still there.
/// </remarks>
public sealed partial class SecretStream
{
    /// <summary>What a message is longer by in its frame, apart from the frame's length field, in bytes.</summary>
    public const int Overhead = FrameWriter.Overhead;

    /// <summary>Longest message, in bytes: what the length field of a frame can say, less the overhead.</summary>
    public const int MaxMessageLength = FrameWriter.MaxLength - Overhead;

    private readonly ICryptoSuite _crypto;
    private readonly IRandomSource _random;
    private readonly SecretStreamSettings _settings;
    private HandshakeState? _handshake;
    private HandshakeResult? _keys;
    private DatagramBox? _datagrams;

    /// <summary>A stream whose keys have been agreed upon elsewhere; it erases them when it has used them.</summary>
    public SecretStream(Instant now, ICryptoSuite crypto, IRandomSource random, HandshakeResult keys, SecretStreamSettings settings)
        : this(now, crypto, random, settings) => Open(keys);

    /// <summary>A stream that begins with <paramref name="handshake"/>, whose initiator speaks first.</summary>
    public SecretStream(Instant now, ICryptoSuite crypto, IRandomSource random, HandshakeState handshake, SecretStreamSettings settings)
        : this(now, crypto, random, settings) => _handshake = handshake;

    private SecretStream(Instant now, ICryptoSuite crypto, IRandomSource random, SecretStreamSettings settings)
    {
        Invariant.That(settings.MaxFrameBytes is >= FrameWriter.HeaderLength and <= FrameWriter.MaxLength, "the longest frame holds a header, and its length fits into 24 bits");
        (_crypto, _random, _settings) = (crypto, random, settings);
        SetKeepAlive(now, settings.KeepAlive);
        SetTimeout(now, settings.Timeout);
    }

    /// <summary>Whether the keys are known, so that messages may be written after the control frames. The peer's header may be outstanding.</summary>
    public bool IsOpen => _keys is not null && Failure is null;

    /// <summary>The key that the peer has proved to own. Meaningful once the stream is open.</summary>
    public PublicKey RemoteKey => _keys?.RemoteStatic ?? default;

    /// <summary>The hash of the handshake (64 bytes), the same on both sides. Empty until the stream is open.</summary>
    public ReadOnlySpan<byte> Hash => _keys is null ? default : _keys.Hash;

    /// <summary>Why the stream has failed; null while it has not.</summary>
    public SecretStreamError? Failure { get; private set; }

    /// <summary>With <see cref="SecretStreamError.HandshakeFailed"/>: what was wrong with the peer's message.</summary>
    public NoiseError HandshakeError { get; private set; }

    /// <summary>What has been counted.</summary>
    public SecretStreamStats Stats => new(_rawBytesWritten, _rawBytesRead);

    private void Open(HandshakeResult keys)
    {
        (_keys, _handshake) = (keys, null);
        _datagrams = new DatagramBox(_crypto, _random, keys.Hash, keys.IsInitiator);
    }

    /// <summary>The carrier is over both ways: what is secret is overwritten. Messages that have been received may still be taken.</summary>
    internal void Erase()
    {
        _handshake?.Clear();
        _keys?.Clear();
        _datagrams?.Clear();
        _frames.Drop();
        _writer.Clear();
        CryptographicOperations.ZeroMemory(_receiving.Bytes);
    }

    private void EraseKeysWhenUsed()
    {
        if (_isHeaderWritten && _isHeaderRead) _keys!.Clear();
    }

    private void FailHandshake(NoiseError error)
    {
        HandshakeError = error;
        Fail(SecretStreamError.HandshakeFailed);
    }

    private void Fail(SecretStreamError error)
    {
        Failure ??= error;
        Erase();
    }
}
