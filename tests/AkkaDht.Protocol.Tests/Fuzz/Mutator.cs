namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>Makes hostile datagrams out of honest ones, in one buffer and without allocating.</summary>
internal sealed class Mutator(byte[][] corpus, int seed)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>The next datagram; valid until the one after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var length = Copy(Pick(), to: 0);
        for (var mutations = _random.Next(4); mutations >= 0; mutations--)
        {
            length = _random.Next(5) switch
            {
                0 => FlipBits(length),
                1 => _random.Next(length + 1),
                2 => Splice(length),
                3 => InflateLength(length),
                _ => Scribble(length),
            };
        }

        return _buffer.AsSpan(0, length);
    }

    private int FlipBits(int length)
    {
        if (length == 0) return 0;
        for (var flips = 1 + _random.Next(8); flips > 0; flips--) _buffer[_random.Next(length)] ^= (byte)(1 << _random.Next(8));
        return length;
    }

    // The head of what there is and the tail of another.
    private int Splice(int length)
    {
        var other = Pick();
        return Copy(other.AsSpan(_random.Next(other.Length + 1)), to: _random.Next(length + 1));
    }

    // A number as large as its prefix allows, written over what was there: where it meets a length, that length lies.
    private int InflateLength(int length)
    {
        ReadOnlySpan<byte> prefixes = [0xfd, 0xfe, 0xff];
        var position = _random.Next(length + 1);
        var end = Math.Min(position + 9, _buffer.Length);
        _buffer.AsSpan(position, end - position).Fill((byte)(_random.Next(2) * 0xff));
        if (position < end) _buffer[position] = prefixes[_random.Next(prefixes.Length)];
        if (position + 7 < end) _buffer[position + 7] = 0x1f;
        return Math.Max(length, end);
    }

    private int Scribble(int length)
    {
        var start = _random.Next(length + 1);
        _random.NextBytes(_buffer.AsSpan(start, _random.Next(length - start + 1)));
        return length;
    }

    private byte[] Pick() => corpus[_random.Next(corpus.Length)];

    private int Copy(ReadOnlySpan<byte> bytes, int to)
    {
        var taken = bytes[..Math.Min(bytes.Length, _buffer.Length - to)];
        taken.CopyTo(_buffer.AsSpan(to));
        return to + taken.Length;
    }
}
