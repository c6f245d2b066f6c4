using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Tests.Compact;

public sealed class CompactReaderTests
{
    [Fact]
    public void Fields_are_read_back_to_back()
    {
        var reader = new CompactReader([0x2a, 0x01, 0x02, 0x03]);

        Assert.True(reader.TryReadUInt8(out var first));
        Assert.True(reader.TryReadUInt16(out var second));
        Assert.Equal((0x2a, 0x0201), (first, second));
        Assert.Equal((3, 1), (reader.Position, reader.Remaining));
    }

    [Fact]
    public void A_count_beyond_the_bytes_that_are_there_is_refused_before_any_element_is_read()
    {
        Assert.True(new CompactReader([2, 0, 0, 0, 0]).TryReadCount(minimumElementLength: 2, out var count));
        Assert.Equal(2, count);
        Assert.False(new CompactReader([2, 0, 0, 0]).TryReadCount(minimumElementLength: 2, out _));
        Assert.False(new CompactReader([0xff, 0, 0, 0, 0, 0, 0, 0x10, 0]).TryReadCount(minimumElementLength: 1, out _));
    }

    [Fact]
    public void A_count_above_the_limit_is_refused_even_if_the_bytes_are_there()
    {
        var message = new byte[5 + CompactLimits.MaxArrayLength + 1];
        new CompactWriter(message).WriteUInt(CompactLimits.MaxArrayLength + 1);
        Assert.False(new CompactReader(message).TryReadCount(minimumElementLength: 1, out _));

        new CompactWriter(message).WriteUInt(CompactLimits.MaxArrayLength);
        Assert.True(new CompactReader(message).TryReadCount(minimumElementLength: 1, out var count));
        Assert.Equal(CompactLimits.MaxArrayLength, count);
    }

    [Fact]
    public void A_frame_is_read_on_its_own_and_its_tail_skipped()
    {
        var reader = new CompactReader([3, 7, 8, 9, 42]);

        Assert.True(reader.TryReadFrame(out var frame));
        Assert.True(frame.TryReadUInt(out var inner));
        Assert.True(reader.TryReadUInt(out var next));
        Assert.Equal((7ul, 42ul), (inner, next));
        Assert.False(new CompactReader([3, 7, 8]).TryReadFrame(out _));
    }

    [Fact]
    public void Bits_beyond_the_bytes_that_are_there_are_refused()
    {
        Assert.True(new CompactReader([9, 0xff, 0x01]).TryReadBits(out var packed, out var count));
        Assert.Equal((2, 9), (packed.Length, count));
        Assert.False(new CompactReader([9, 0xff]).TryReadBits(out _, out _));
        Assert.False(new CompactReader([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0x00]).TryReadBits(out _, out _));
    }

    [Fact]
    public void The_eighth_bit_of_a_bitfield_of_seven_means_nothing()
    {
        Assert.True(new CompactReader([0x85]).TryReadBitfield7(out var flags));
        Assert.Equal(0x05, flags);
    }

    [Fact]
    public void Nothing_is_allocated_for_what_is_read()
    {
        byte[] message = [0xfd, 0x2c, 0x01, 4, 1, 2, 3, 4, 1, 127, 0, 0, 1, 0x49, 0xc2];
        ReadAll(message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(message);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void ReadAll(byte[] message)
        {
            var reader = new CompactReader(message);
            Assert.True(reader.TryReadUInt(out _) && reader.TryReadBuffer(out _) && reader.TryReadPeerAddresses(out _) && reader.Remaining == 0);
        }
    }
}
