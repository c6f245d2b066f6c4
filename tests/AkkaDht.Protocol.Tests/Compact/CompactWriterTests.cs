using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Tests.Compact;

public sealed class CompactWriterTests
{
    [Fact]
    public void A_destination_that_is_too_small_is_a_mistake_of_ours() =>
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[3]).WriteUInt32(1));

    [Fact]
    public void A_number_that_does_not_fit_its_width_is_a_mistake_of_ours()
    {
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[8]).WriteUInt24(1 << 24));
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[8]).WriteUInt40(1ul << 40));
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[8]).WriteUInt48(1ul << 48));
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[8]).WriteUInt56(CompactLimits.MaxUInt + 1));
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[8]).WriteUInt64(CompactLimits.MaxUInt + 1));
    }

    [Fact]
    public void An_integer_beyond_53_bits_of_zig_zag_is_a_mistake_of_ours()
    {
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[9]).WriteInt(1L << 52));
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[9]).WriteInt(-(1L << 52) - 1));
    }

    [Fact]
    public void A_bitfield_of_seven_leaves_the_eighth_bit_clear()
    {
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[1]).WriteBitfield7(0x80));
    }

    [Fact]
    public void Packed_addresses_are_six_bytes_each() =>
        Assert.Throws<InvariantException>(() => new CompactWriter(new byte[16]).WritePeerAddresses(new byte[7]));

    [Fact]
    public void What_was_written_is_what_lies_before_the_position()
    {
        var writer = new CompactWriter(new byte[16]);
        writer.WriteBuffer([1, 2, 3]);

        Assert.Equal(4, writer.Position);
        Assert.Equal([3, 1, 2, 3], writer.Written.ToArray());
    }
}
