namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Packet numbers above a gap as ascending ranges that do not touch. A receiver keeps what has arrived early in it, a sender what
/// its peer says has arrived. As many ranges as there are packets in a window at most; their numbers lie within 2^31 of each other.
/// </summary>
internal sealed class SequenceRanges
{
    private const int KeptCapacity = 16;

    private readonly List<SequenceRange> _ranges = [];

    public int Count => _ranges.Count;

    public SequenceRange this[int index] => _ranges[index];

    /// <summary>Adds the numbers of <paramref name="range"/>, those that are in it already included.</summary>
    public void Add(SequenceRange range)
    {
        var first = FirstEndingFrom(range.Start);
        var after = first;
        while (after < _ranges.Count && !Sequence.IsAfter(_ranges[after].Start, range.End)) after++;

        if (after == first)
        {
            _ranges.Insert(first, range);
            return;
        }

        var start = Sequence.IsBefore(_ranges[first].Start, range.Start) ? _ranges[first].Start : range.Start;
        var end = Sequence.IsAfter(_ranges[after - 1].End, range.End) ? _ranges[after - 1].End : range.End;
        _ranges[first] = new SequenceRange(start, end);
        _ranges.RemoveRange(first + 1, after - first - 1);
    }

    /// <summary>The first numbers of <paramref name="range"/> that are missing here; false when none is.</summary>
    public bool TryFindMissing(SequenceRange range, out SequenceRange missing)
    {
        var start = range.Start;
        var index = FirstEndingFrom(start);

        // One that ends where the search starts only touches it.
        if (index < _ranges.Count && _ranges[index].End == start) index++;
        if (index < _ranges.Count && !Sequence.IsAfter(_ranges[index].Start, start)) start = _ranges[index++].End;

        var end = index < _ranges.Count && Sequence.IsBefore(_ranges[index].Start, range.End) ? _ranges[index].Start : range.End;
        missing = new SequenceRange(start, end);
        return Sequence.IsBefore(start, range.End);
    }

    /// <summary>Forgets all numbers before <paramref name="number"/>.</summary>
    public void RemoveBefore(uint number)
    {
        if (Count == 0) return;

        var passed = 0;
        while (passed < _ranges.Count && !Sequence.IsAfter(_ranges[passed].End, number)) passed++;
        _ranges.RemoveRange(0, passed);
        if (Count == 0) Trim();
        else if (Sequence.IsBefore(_ranges[0].Start, number)) _ranges[0] = _ranges[0] with { Start = number };
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _ranges.Clear();
        Trim();
    }

    private void Trim()
    {
        if (_ranges.Capacity > KeptCapacity) _ranges.Capacity = 0;
    }

    private int FirstEndingFrom(uint number)
    {
        // What is added is most often the continuation of the last range.
        if (_ranges.Count == 0 || Sequence.IsBefore(_ranges[^1].End, number)) return _ranges.Count;

        var low = 0;
        var high = _ranges.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Sequence.IsBefore(_ranges[middle].End, number)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
