namespace AkkaDht.Protocol.Protomux;

/// <summary>Frames that wait for the carrier, one behind the other in a pooled array; the last one may still be growing. Holds nothing when empty.</summary>
internal sealed class FrameQueue
{
    private const int FirstRoom = 4096;

    private readonly Queue<int> _lengths = new();
    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>Bytes of all frames.</summary>
    public int Length => _end - _start;

    /// <summary>Bytes of the frame that is growing; 0 when none is.</summary>
    public int GrowingLength { get; private set; }

    /// <summary>Appends so many bytes to the growing frame, for the caller to fill; what was taken before is not to be looked at any more.</summary>
    public Span<byte> Extend(int length)
    {
        if (Length == 0) (_start, _end) = (0, 0);
        if (_bytes.Length - _end < length) MakeRoom(length);
        _end += length;
        GrowingLength += length;
        return _bytes.AsSpan(_end - length, length);
    }

    /// <summary>The growing frame is whole.</summary>
    public void Finish()
    {
        _lengths.Enqueue(GrowingLength);
        GrowingLength = 0;
    }

    /// <summary>Forgets the growing frame.</summary>
    public void Drop()
    {
        _end -= GrowingLength;
        GrowingLength = 0;
    }

    /// <summary>Takes the oldest whole frame; its bytes are the caller's until the next call of anything.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (!_lengths.TryDequeue(out var length))
        {
            if (Length == 0) Release();
            return false;
        }

        frame = _bytes.AsMemory(_start, length);
        _start += length;
        return true;
    }

    private void MakeRoom(int length)
    {
        var held = _bytes.AsSpan(_start, Length);
        if (_bytes.Length - Length < length || _start < _bytes.Length / 2)
        {
            var larger = BufferPool.Rent(Math.Max(Math.Max(FirstRoom, 2 * Length), Length + length));
            held.CopyTo(larger);
            (_start, _end) = (0, Length);
            if (_bytes.Length > 0) BufferPool.Return(_bytes);
            _bytes = larger;
            return;
        }

        held.CopyTo(_bytes);
        (_start, _end) = (0, Length);
    }

    private void Release()
    {
        if (_bytes.Length > 0) BufferPool.Return(_bytes);
        (_bytes, _start, _end) = ([], 0, 0);
    }
}
