using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class ClosestNodesTests
{
    [Fact]
    public void Finds_are_kept_nearest_first()
    {
        var closest = Around(target: 0, capacity: 3);

        foreach (var id in new ulong[] { 7, 1, 4 }) Assert.True(closest.TryAdd(Id(id), $"{id}"));

        Assert.Equal(["1", "4", "7"], closest.Items.ToArray());
    }

    [Fact]
    public void Distance_is_by_xor_and_not_by_difference()
    {
        var closest = Around(target: 8, capacity: 2);

        closest.TryAdd(Id(7), "one off, yet every bit differs");
        closest.TryAdd(Id(15), "seven off");

        Assert.Equal(["seven off", "one off, yet every bit differs"], closest.Items.ToArray());
    }

    [Fact]
    public void A_full_list_drops_its_farthest_for_a_closer_one()
    {
        var closest = Around(target: 0, capacity: 2);
        closest.TryAdd(Id(5), "five");
        closest.TryAdd(Id(9), "nine");

        Assert.True(closest.TryAdd(Id(3), "three"));

        Assert.Equal(["three", "five"], closest.Items.ToArray());
        Assert.True(closest.IsFull);
    }

    [Fact]
    public void A_full_list_refuses_what_is_not_closer()
    {
        var closest = Around(target: 0, capacity: 1);
        closest.TryAdd(Id(5), "five");

        Assert.False(closest.IsCloser(Id(6)));
        Assert.False(closest.TryAdd(Id(6), "six"));
        Assert.Equal(["five"], closest.Items.ToArray());
    }

    [Fact]
    public void A_list_with_room_takes_anything_for_closer()
    {
        var closest = Around(target: 0, capacity: 2);
        closest.TryAdd(Id(1), "one");

        Assert.True(closest.IsCloser(Id(ulong.MaxValue)));
    }

    [Fact]
    public void The_first_of_two_with_the_same_id_stays()
    {
        var closest = Around(target: 0, capacity: 3);
        closest.TryAdd(Id(5), "first");

        Assert.False(closest.TryAdd(Id(5), "second"));

        Assert.Equal(["first"], closest.Items.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_sequence_leaves_what_sorting_would_leave(int seed)
    {
        const int Capacity = 20;
        var random = new SeededRandom(seed);
        var target = NodeId.Random(random);
        var closest = new ClosestNodes<NodeId>(target, Capacity);
        var seen = new List<NodeId>();

        for (var step = 0; step < 500; step++)
        {
            // One in four repeats an earlier id.
            var id = seen.Count > 0 && random.Next(4) == 0 ? seen[random.Next(seen.Count)] : NodeId.Random(random);
            var isKept = closest.Items.Contains(id);
            Assert.Equal(closest.IsCloser(id) && !isKept, closest.TryAdd(id, id));
            seen.Add(id);

            Assert.Equal(seen.Distinct().OrderBy(target.DistanceTo).Take(Capacity), closest.Items.ToArray());
        }
    }

    private static ClosestNodes<string> Around(ulong target, int capacity) => new(Id(target), capacity);

    private static NodeId Id(ulong last) => new(0, 0, 0, last);
}
