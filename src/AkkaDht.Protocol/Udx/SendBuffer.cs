namespace AkkaDht.Protocol.Udx;

/// <summary>
/// The bytes of one direction that are not acknowledged yet, addressed by their place in the stream. Writers fill it without a copy,
/// packets copy their share out of it, again when they were lost. Holds pooled blocks, none when everything is acknowledged.
/// </summary>
internal sealed class SendBuffer
{
    private const int BlockBytes = 16 * 1024;
    private const int KeptCapacity = 16;

    /// <summary>Who has this much under way writes much: fewer and longer blocks waste less at their ends.</summary>
    private const int LongBlockBytes = 256 * 1024;

    private readonly List<Block> _blocks = [];
    private int _first;

    /// <summary>Where the oldest byte that is kept stands.</summary>
    public long Start { get; private set; }

    /// <summary>Where the next byte that is written will stand.</summary>
    public long End { get; private set; }

    public long Count => End - Start;

    private int BlockCount => _blocks.Count - _first;

    /// <summary>Room for <paramref name="length"/> bytes in one piece; becomes part of the stream with <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (BlockCount == 0 || _blocks[^1].Free < length)
        {
            var usual = Count < LongBlockBytes ? BlockBytes : LongBlockBytes;
            _blocks.Add(new Block(BufferPool.Rent(Math.Max(length, usual)), End));
        }

        var block = _blocks[^1];
        return block.Bytes.AsSpan(block.Used, length);
    }

    /// <summary>The first <paramref name="length"/> bytes of what was reserved last have been written.</summary>
    public void Commit(int length)
    {
        Invariant.That(length <= _blocks[^1].Free, "what is committed has been reserved");
        _blocks[^1] = _blocks[^1] with { Used = _blocks[^1].Used + length };
        End += length;
        if (Count == 0) Release(End);
    }

    /// <summary>Copies the bytes from <paramref name="position"/> on.</summary>
    public void CopyTo(long position, Span<byte> destination)
    {
        for (var index = Find(position); !destination.IsEmpty; index++)
        {
            var block = _blocks[index];
            var source = block.Bytes.AsSpan(0, block.Used)[(int)(position - block.Start)..];
            if (source.Length > destination.Length) source = source[..destination.Length];
            source.CopyTo(destination);
            destination = destination[source.Length..];
            position += source.Length;
        }
    }

    /// <summary>Everything before <paramref name="position"/> is acknowledged.</summary>
    public void Release(long position)
    {
        Start = position;
        while (BlockCount > 0 && _blocks[_first].End <= position && (BlockCount > 1 || position == End)) ReleaseFirst();
        if (_first == _blocks.Count || _first > 64) Compact();
    }

    /// <summary>Gives everything back: the stream is over.</summary>
    public void Clear()
    {
        while (BlockCount > 0) ReleaseFirst();
        Compact();
        Start = End;
    }

    private void ReleaseFirst()
    {
        BufferPool.Return(_blocks[_first].Bytes);
        _blocks[_first++] = default;
    }

    private void Compact()
    {
        _blocks.RemoveRange(0, _first);
        _first = 0;
        if (_blocks.Count == 0 && _blocks.Capacity > KeptCapacity) _blocks.Capacity = 0;
    }

    private int Find(long position)
    {
        var low = _first;
        var high = _blocks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle].Start <= position) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>A pooled array whose first <see cref="Used"/> bytes are the stream's from <see cref="Start"/> on.</summary>
    private readonly record struct Block(byte[] Bytes, long Start)
    {
        public int Used { get; init; }

        public int Free => Bytes.Length - Used;

        public long End => Start + Used;
    }
}
