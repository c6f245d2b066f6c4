using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class NodeIdTests
{
    public static TheoryData<int> SomeSeeds => Seeds.First(20);

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Words_compare_as_bytes_do(int seed)
    {
        var random = new SeededRandom(seed);
        for (var round = 0; round < 100; round++)
        {
            var left = NodeId.Random(random);
            var right = NeighbourOf(left, random);
            Assert.Equal(Math.Sign(BytesOf(left).AsSpan().SequenceCompareTo(BytesOf(right))), left.CompareTo(right));
            Assert.Equal(left.CompareTo(right) < 0, left < right);
            Assert.Equal(left.CompareTo(right) >= 0, left >= right);
        }
    }

    [Theory]
    [MemberData(nameof(SomeSeeds))]
    public void Ids_share_as_many_bits_as_are_equal_from_the_front(int seed)
    {
        var random = new SeededRandom(seed);
        var id = NodeId.Random(random);
        for (var bit = 0; bit < NodeId.Bits; bit++)
        {
            var bytes = BytesOf(id);
            bytes[bit / 8] ^= (byte)(0x80 >> bit % 8);
            Assert.Equal(bit, id.CommonPrefixLength(NodeId.Read(bytes)));
        }

        Assert.Equal(NodeId.Bits, id.CommonPrefixLength(id));
    }

    [Fact]
    public void Hex_is_read_back_as_it_was_written()
    {
        const string Hex = "54d4b9c6441048061f80cf69564cee46a5730adfcd59fbe6c056bb49af771546";

        Assert.Equal(Hex, NodeId.Parse(Hex).ToHex());
        Assert.Equal("54d4b9c6", NodeId.Parse(Hex).ToString());
        Assert.False(NodeId.TryParse(Hex[1..], out _));
        Assert.False(NodeId.TryParse($"x{Hex[1..]}", out _));
        Assert.False(NodeId.TryParse(null, out _));
    }

    [Fact]
    public void The_distance_to_oneself_is_zero_and_the_same_both_ways()
    {
        var random = new SeededRandom(1);
        var (one, other) = (NodeId.Random(random), NodeId.Random(random));

        Assert.Equal(default, one.DistanceTo(one));
        Assert.Equal(one.DistanceTo(other), other.DistanceTo(one));
        Assert.True(one.CompareDistance(one, other) < 0);
    }

    // Shares up to three words, so that each word decides at times.
    private static NodeId NeighbourOf(NodeId id, IRandomSource random)
    {
        var (other, shared) = (NodeId.Random(random), random.Next(4));
        return new NodeId(shared > 0 ? id.Word0 : other.Word0, shared > 1 ? id.Word1 : other.Word1, shared > 2 ? id.Word2 : other.Word2, other.Word3);
    }

    private static byte[] BytesOf(NodeId id)
    {
        var bytes = new byte[NodeId.Length];
        id.CopyTo(bytes);
        return bytes;
    }
}
