using System.Buffers;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.SecretStreams;

// From the bytes of the carrier to messages: the handshake's frames, the peer's header, then messages.
public sealed partial class SecretStream
{
    // How many places for messages stay when all have been taken; a reader that was slow once must not hold many for good.
    private const int IdleRoom = 256;

    private readonly Queue<ReceivedMessage> _messages = new();
    private FrameReader _frames;
    private SecretStreamState _receiving;
    private bool _isHeaderRead;
    private long _waitingBytes;
    private long _rawBytesRead;

    /// <summary>Whether a message waits to be taken.</summary>
    public bool HasMessage => _messages.Count > 0;

    /// <summary>How many messages can wait before more memory is needed.</summary>
    internal int RoomForMessages => _messages.Capacity;

    /// <summary>
    /// Bytes of the carrier that are held: frames of messages that nobody has taken yet, and what has arrived of the next frame. Only
    /// the peer's window bounds them, so that is what they are to be subtracted from.
    /// </summary>
    public long BufferedBytes => _waitingBytes + _frames.HeldBytes;

    /// <summary>The next bytes of the carrier, however they were cut.</summary>
    public void HandleBytes(Instant now, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || Failure is not null) return;

        RestartTimeout(now);
        while (Failure is null)
        {
            _frames.ReadLength(ref bytes);

            // As in the reference the byte after it is awaited before a length is judged.
            if (bytes.IsEmpty || !IsLengthAllowed()) return;
            if (_frames.ReadBody(ref bytes)) HandleFrame();
        }
    }

    /// <summary>The carrier has ended: nothing follows what has been received, and a frame that is not whole never will be.</summary>
    public void HandleEnd() => _frames.Drop();

    /// <summary>Takes the next message, in the order of sending; whoever takes it returns it.</summary>
    public bool TryTakeMessage(out ReceivedMessage message)
    {
        if (!_messages.TryDequeue(out message)) return false;

        _waitingBytes -= MeasureFrame(message.Bytes.Length);
        if (_messages.Count == 0 && _messages.Capacity > IdleRoom) _messages.TrimExcess(IdleRoom);
        return true;
    }

    private bool IsLengthAllowed()
    {
        var length = _frames.Length;
        if (_keys is null)
        {
            if (length == 0) FailHandshake(NoiseError.Truncated);
            else if (length > Math.Min(HandshakeState.MaxFieldLength, _settings.MaxFrameBytes)) FailHandshake(NoiseError.TooLong);
        }
        else if (!_isHeaderRead)
        {
            if (length != FrameWriter.HeaderLength) Fail(SecretStreamError.InvalidHeaderMessage);
        }
        else if (length < Overhead) Fail(SecretStreamError.InvalidMessage);
        else if (length > _settings.MaxFrameBytes) Fail(SecretStreamError.FrameTooLong);

        return Failure is null;
    }

    private void HandleFrame()
    {
        var frame = _frames.Take(out var length);
        var body = frame.AsSpan(0, length);
        if (_isHeaderRead)
        {
            HandleMessage(frame, body);
            return;
        }

        if (_keys is not { } keys) HandleHandshake(body);
        else HandleHeader(keys, body);
        BufferPool.Return(frame);
    }

    private void HandleHandshake(ReadOnlySpan<byte> body)
    {
        // What the peer may say in a payload means nothing to us.
        var payload = ArrayPool<byte>.Shared.Rent(body.Length);
        var error = _handshake!.TryReadMessage(body, payload, out _);
        ArrayPool<byte>.Shared.Return(payload);

        if (error != NoiseError.None) FailHandshake(error);
        else if (_handshake.IsComplete) Open(_handshake.Result);
    }

    private void HandleHeader(HandshakeResult keys, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[StreamNames.IdLength];
        StreamNames.StreamId(_crypto, keys.Hash, !keys.IsInitiator, expected);
        if (!body[..StreamNames.IdLength].SequenceEqual(expected))
        {
            Fail(SecretStreamError.InvalidHeader);
            return;
        }

        _crypto.SecretStreamInit(ref _receiving, keys.ReceiveKey, body[StreamNames.IdLength..]);
        _isHeaderRead = true;
        EraseKeysWhenUsed();
    }

    private void HandleMessage(byte[] frame, Span<byte> body)
    {
        _rawBytesRead += body.Length;
        var plain = body[FrameWriter.TagLength..^(Overhead - FrameWriter.TagLength)];
        var isOpened = _crypto.TrySecretStreamOpen(ref _receiving, additional: default, body, plain, out _);
        if (isOpened && !plain.IsEmpty)
        {
            Keep(new ReceivedMessage(frame, plain.Length));
            return;
        }

        BufferPool.Return(frame);
        if (!isOpened) Fail(SecretStreamError.DecryptionFailed);
        else if (!_swallowsEmptyMessages) Keep(default);
    }

    private void Keep(ReceivedMessage message)
    {
        _messages.Enqueue(message);
        _waitingBytes += MeasureFrame(message.Bytes.Length);
    }
}
