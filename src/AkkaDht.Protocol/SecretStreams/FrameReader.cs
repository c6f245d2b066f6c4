namespace AkkaDht.Protocol.SecretStreams;

/// <summary>
/// Cuts the bytes of a carrier into frames, however they were cut on their way; the first thing that happens to what a secret
/// stream receives (06-noise-secret-stream.md B1). Reference: <c>@hyperswarm/secret-stream</c>, _onrawdata.
/// </summary>
/// <remarks>
/// A frame is collected in a pooled buffer, which whoever takes the frame gets. The length that a peer claims makes nobody rent
/// that much: the buffer grows with the bytes that arrive, except that a frame no longer than one that arrived whole before has all
/// its room at once. Between frames nothing is rented.
/// </remarks>
internal struct FrameReader
{
    private const int FirstRoom = 4096;

    private byte[]? _buffer;
    private int _filled;
    private int _lengthBytes;
    private int _longest;

    /// <summary>What the length field of the current frame says; so far as it has arrived.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes of the current frame have arrived.</summary>
    public readonly int HeldBytes => _lengthBytes + _filled;

    /// <summary>Whether the length is known, so that it can be judged before anything is kept.</summary>
    public readonly bool IsLengthKnown => _lengthBytes == FrameWriter.LengthBytes;

    /// <summary>Takes what belongs to the length field off the front of <paramref name="bytes"/>.</summary>
    public void ReadLength(ref ReadOnlySpan<byte> bytes)
    {
        for (; !IsLengthKnown && !bytes.IsEmpty; bytes = bytes[1..]) Length |= bytes[0] << 8 * _lengthBytes++;
    }

    /// <summary>Takes what belongs to the body off the front of <paramref name="bytes"/>; true when the frame is whole, and then it is to be taken.</summary>
    public bool ReadBody(ref ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..Math.Min(Length - _filled, bytes.Length)];
        MakeRoom(_filled + taken.Length);
        taken.CopyTo(_buffer.AsSpan(_filled));
        _filled += taken.Length;
        bytes = bytes[taken.Length..];
        return _filled == Length;
    }

    /// <summary>Takes the whole frame: the start of a buffer of the pool, the taker's from now on.</summary>
    public byte[] Take(out int length)
    {
        var frame = _buffer!;
        length = Length;
        _longest = Math.Max(_longest, length);
        _buffer = null;
        Reset();
        return frame;
    }

    /// <summary>Gives up what has arrived of a frame.</summary>
    public void Drop()
    {
        if (_buffer is not null) BufferPool.Return(_buffer);
        _buffer = null;
        Reset();
    }

    private void Reset() => (_filled, _lengthBytes, Length) = (0, 0, 0);

    private void MakeRoom(int needed)
    {
        if (_buffer?.Length >= needed) return;

        var granted = Math.Max(Math.Max(FirstRoom, _longest), 2 * needed);
        var larger = BufferPool.Rent(Math.Min(Length, granted));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _filled).CopyTo(larger);
            BufferPool.Return(_buffer);
        }

        _buffer = larger;
    }
}
