namespace AkkaDht.Protocol.SecretStreams;

// What goes to the carrier: the handshake's frames and the header, which the stream writes of itself, and messages.
public sealed partial class SecretStream
{
    /// <summary>Longest control frame, in bytes: a handshake message of 96 bytes with its length.</summary>
    public const int MaxControlLength = FrameWriter.LengthBytes + 96;

    private FrameWriter _writer;
    private bool _isHeaderWritten;
    private long _rawBytesWritten;

    /// <summary>Length of the frame of a message with <paramref name="plainLength"/> bytes.</summary>
    public static int MeasureFrame(int plainLength) => FrameWriter.LengthBytes + Overhead + plainLength;

    /// <summary>Length of the datagram of an unordered message with <paramref name="plainLength"/> bytes.</summary>
    public static int MeasureDatagram(int plainLength) => DatagramBox.Overhead + plainLength;

    /// <summary>
    /// Writes the next frame that the stream has to send of itself, the handshake's, its header or a keep-alive, to the start of
    /// <paramref name="frame"/>, at least <see cref="MaxControlLength"/> bytes; false when there is none.
    /// </summary>
    public bool TryTakeControl(Span<byte> frame, out int length)
    {
        Invariant.That(frame.Length >= MaxControlLength, "there is room for the longest control frame");
        length = 0;
        if (Failure is not null) return false;

        if (_handshake is { IsMyTurn: true }) length = WriteHandshake(frame);
        else if (_keys is not null && !_isHeaderWritten) length = WriteHeader(frame);
        else if (_isHeaderWritten && _isKeepAliveDue) length = WriteKeepAlive(frame);
        return length > 0;
    }

    /// <summary>
    /// Writes the message <paramref name="plain"/> as a frame of <see cref="MeasureFrame"/> bytes; the stream is open and its control
    /// frames are taken. The message may stand at the fifth byte of the frame already, and is encrypted there.
    /// </summary>
    public void WriteFrame(Instant now, ReadOnlySpan<byte> plain, Span<byte> frame)
    {
        Invariant.That(IsOpen && _isHeaderWritten, "messages follow the header of an open stream");
        Invariant.That(plain.Length <= MaxMessageLength, "a message is at most 16777198 bytes long");
        WriteMessage(plain, frame);
        RestartKeepAlive(now);
    }

    /// <summary>
    /// Seals an unordered message into <paramref name="datagram"/> (<see cref="MeasureDatagram"/> bytes); the stream is open. False when
    /// every counter has been used, which fails the stream.
    /// </summary>
    public bool TrySealDatagram(ReadOnlySpan<byte> plain, Span<byte> datagram)
    {
        Invariant.That(IsOpen, "unordered messages need the keys");
        var isSealed = _datagrams!.TrySeal(plain, datagram);
        if (!isSealed) Fail(SecretStreamError.NonceExhausted);
        return isSealed;
    }

    /// <summary>
    /// Opens an unordered message into the start of <paramref name="plain"/>, which never needs more room than the datagram and does
    /// not overlap it; false for whatever else arrives, and before the keys are known.
    /// </summary>
    public bool TryOpenDatagram(ReadOnlySpan<byte> datagram, Span<byte> plain, out int length)
    {
        length = 0;
        return Failure is null && _datagrams is not null && _datagrams.TryOpen(datagram, plain, out length);
    }

    private int WriteHandshake(Span<byte> frame)
    {
        var handshake = _handshake!;
        var length = handshake.WriteMessage(payload: default, frame[FrameWriter.LengthBytes..]);
        if (length == 0)
        {
            FailHandshake(handshake.Failure);
            return 0;
        }

        if (handshake.IsComplete) Open(handshake.Result);
        return FrameWriter.SetLength(frame, length);
    }

    private int WriteHeader(Span<byte> frame)
    {
        var length = _writer.WriteHeader(_crypto, _random, _keys!.SendKey, _keys.Hash, _keys.IsInitiator, frame);
        _isHeaderWritten = true;
        EraseKeysWhenUsed();
        return length;
    }

    private int WriteKeepAlive(Span<byte> frame)
    {
        _isKeepAliveDue = false;
        return WriteMessage(plain: default, frame);
    }

    private int WriteMessage(ReadOnlySpan<byte> plain, Span<byte> frame)
    {
        var length = _writer.WriteMessage(_crypto, plain, frame);
        _rawBytesWritten += length;
        return length;
    }
}
