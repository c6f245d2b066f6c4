using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

public sealed class SequenceRangesTests
{
    private const uint Span = 64;

    public static TheoryData<int> SomeSeeds => Seeds.First(20);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Ranges_behave_as_a_set_of_numbers(int seed)
    {
        var random = new SeededRandom(seed);
        var origin = uint.MaxValue - (uint)random.Next((int)Span);
        var ranges = new SequenceRanges();
        var model = new HashSet<uint>();
        for (var step = 0; step < 500; step++)
        {
            var start = (uint)random.Next((int)Span);
            var end = start + 1 + (uint)random.Next(8);
            switch (random.Next(8))
            {
                case < 5:
                    ranges.Add(new SequenceRange(origin + start, origin + end));
                    for (var number = start; number != end; number++) model.Add(number);
                    break;
                case < 7:
                    ranges.RemoveBefore(origin + (start / 8));
                    model.RemoveWhere(number => number < start / 8);
                    break;
                default:
                    if (random.Next(8) != 0) break;
                    ranges.Clear();
                    model.Clear();
                    break;
            }

            Assert.Equal(Expected(model, origin), All(ranges));
            AssertMissing(ranges, model, origin, start, end);
        }
    }

    private static void AssertMissing(SequenceRanges ranges, HashSet<uint> model, uint origin, uint start, uint end)
    {
        var first = start;
        while (first < end && model.Contains(first)) first++;
        var last = first;
        while (last < end && !model.Contains(last)) last++;

        Assert.Equal(first < end, ranges.TryFindMissing(new SequenceRange(origin + start, origin + end), out var missing));
        if (first < end) Assert.Equal(new SequenceRange(origin + first, origin + last), missing);
    }

    private static IEnumerable<SequenceRange> All(SequenceRanges ranges) => Enumerable.Range(0, ranges.Count).Select(index => ranges[index]);

    private static List<SequenceRange> Expected(HashSet<uint> model, uint origin)
    {
        var expected = new List<SequenceRange>();
        foreach (var number in model.Order())
        {
            if (expected.Count > 0 && expected[^1].End == origin + number) expected[^1] = expected[^1] with { End = origin + number + 1 };
            else expected.Add(new SequenceRange(origin + number, origin + number + 1));
        }

        return expected;
    }
}
