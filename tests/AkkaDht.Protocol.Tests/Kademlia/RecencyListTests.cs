using AkkaDht.Protocol.Kademlia;
using static AkkaDht.Protocol.Tests.Kademlia.KademliaData;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class RecencyListTests
{
    private const long Recent = Bucket.RecentTicks;

    private readonly RecencyList _list = new();

    [Fact]
    public void The_node_heard_last_is_the_latest()
    {
        Hear(tick: 1, 1, 2, 3);
        Hear(tick: 1, 2);

        Assert.Equal([At(2), At(3), At(1)], _list.Latest(10));
        Assert.Equal([At(2), At(3)], _list.Latest(2));
        Assert.Equal(3, _list.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void None_of_the_latest_are_none(int count)
    {
        Hear(tick: 1, 1);

        Assert.Empty(_list.Latest(count));
    }

    [Fact]
    public void The_oldest_are_checked_first()
    {
        Hear(tick: 1, 3, 1, 2, 4);

        Assert.Equal([At(3), At(1), At(2)], _list.TakeOldest(tick: 20, count: 3, Recent));
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(13, 5)]
    public void Two_are_enough_when_even_the_oldest_had_contact_lately(long tick, int checks)
    {
        Hear(tick: 1, 1, 2, 3, 4, 5, 6);

        Assert.Equal(checks, _list.TakeOldest(tick, count: 5, Recent).Count);
    }

    [Fact]
    public void A_round_ends_at_a_node_that_had_contact_in_this_tick()
    {
        Hear(tick: 1, 1, 2);
        Hear(tick: 20, 3);

        Assert.Equal([At(1), At(2)], _list.TakeOldest(tick: 20, count: 5, Recent));
        Assert.Empty(_list.TakeOldest(tick: 20, count: 5, Recent));
    }

    [Fact]
    public void A_check_does_not_make_a_node_the_latest()
    {
        Hear(tick: 1, 1, 2, 3);

        _list.TakeOldest(tick: 20, count: 2, Recent);

        Assert.Equal([At(3), At(2), At(1)], _list.Latest(3));
        Assert.Equal([At(1), At(2)], _list.TakeOldest(tick: 21, count: 5, Recent));
    }

    [Fact]
    public void A_node_checked_for_another_reason_ends_the_round_as_well()
    {
        Hear(tick: 1, 1, 2, 3);

        _list.HandlePinged(tick: 20, At(2));
        _list.HandlePinged(tick: 20, At(9));

        Assert.Equal([At(1)], _list.TakeOldest(tick: 20, count: 5, Recent));
    }

    [Fact]
    public void A_node_that_left_is_gone()
    {
        Hear(tick: 1, 1, 2);

        Assert.True(_list.HandleRemoved(At(1)));
        Assert.False(_list.HandleRemoved(At(1)));

        Assert.Equal((false, true), (_list.Contains(At(1)), _list.Contains(At(2))));
        Assert.Equal([At(2)], _list.Latest(10));
    }

    [Fact]
    public void An_empty_list_has_nobody_to_check() => Assert.Empty(_list.TakeOldest(tick: 1, count: 5, Recent));

    [Fact]
    public void The_nodes_of_one_network_are_counted_as_they_come_and_go()
    {
        var (first, second) = (NodeIn("44.1.2", 1), NodeIn("44.1.2", 2));
        foreach (var node in new[] { first, second, first, NodeIn("44.1.3", 3) }) _list.HandleHeard(1, node.Address);
        Assert.Equal(2, _list.CountInSubnet(first.Address with { Host = first.Address.Host + 99 }));

        _list.HandleRemoved(first.Address);
        Assert.Equal(1, _list.CountInSubnet(first.Address));
        _list.HandleRemoved(second.Address);

        Assert.Equal(0, _list.CountInSubnet(first.Address));
    }

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void The_list_behaves_as_its_naive_model(int seed)
    {
        var random = new SeededRandom(seed);
        var model = new List<(Node Node, long Pinged)>();
        for (var tick = 1L; tick < 2_000; tick += random.Next(3))
        {
            var subnet = random.Next(3);
            var node = NodeIn($"44.1.{subnet}", subnet * 20 + random.Next(20));
            switch (random.Next(4))
            {
                case 0 or 1:
                    _list.HandleHeard(tick, node.Address);
                    model.RemoveAll(entry => entry.Node == node);
                    model.Add((node, tick));
                    break;
                case 2:
                    Assert.Equal(model.RemoveAll(entry => entry.Node == node) > 0, _list.HandleRemoved(node.Address));
                    break;
                default:
                    Assert.Equal(TakeOldest(model, tick), _list.TakeOldest(tick, 5, Recent));
                    break;
            }

            Assert.Equal(model.Select(entry => entry.Node.Address).Reverse(), _list.Latest(int.MaxValue));
            Assert.Equal(model.Count(entry => entry.Node.Address.Subnet24 == node.Address.Subnet24), _list.CountInSubnet(node.Address));
        }
    }

    public static TheoryData<int> SomeSeeds => Seeds.First(5);

    /// <summary>As the reference writes it: a node that had contact in this tick is passed over without going on to the next.</summary>
    private static List<PeerAddress> TakeOldest(List<(Node Node, long Pinged)> model, long tick)
    {
        var taken = new List<PeerAddress>();
        if (model.Count == 0) return taken;

        var (index, left) = (0, tick - model[0].Pinged < Recent ? 2 : 5);
        while (left-- > 0)
        {
            if (index == model.Count || model[index].Pinged == tick) continue;
            model[index] = (model[index].Node, tick);
            taken.Add(model[index++].Node.Address);
        }

        return taken;
    }

    private void Hear(long tick, params int[] numbers)
    {
        foreach (var number in numbers) _list.HandleHeard(tick, At(number));
    }

    private static PeerAddress At(int number) => NodeOf(number).Address;
}
