using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What is done with a packet that arrives (05-udx.md A3, A4, A7, A8).</summary>
public sealed class ReceivingTests
{
    [Fact]
    public void Data_in_order_is_read_and_acknowledged_at_once()
    {
        var stream = new LoneStream();

        stream.HearData(0, 1, 2);

        Assert.Equal([1, 2], stream.Read);
        var ack = stream.SentOne();
        Assert.Equal((State, 0u, 1u), (ack.Type, ack.Number, ack.Ack));
    }

    [Fact]
    public void Data_behind_a_gap_waits_and_is_acknowledged_by_ranges()
    {
        var stream = new LoneStream();

        stream.HearData(2, 3);
        stream.HearData(4, 5);
        stream.HearData(3, 4);

        Assert.Empty(stream.Read);
        Assert.Equal(["2-3", "2-3 4-5", "2-5"], stream.Sent().Select(ack => ack.Ranges));

        stream.HearData(0, 1);
        stream.HearData(1, 2);

        Assert.Equal([1, 2, 3, 4, 5], stream.Read);
        Assert.Equal([(Sack, 1u), (State, 5u)], stream.Sent().Select(ack => (ack.Type, ack.Ack)));
    }

    [Fact]
    public void Of_many_ranges_the_lowest_fifty_are_told()
    {
        var stream = new LoneStream();

        for (var i = 1u; i <= 60; i++) stream.HearData(2 * i, 0);

        var last = stream.Sent()[^1];
        Assert.Equal(420, last.Length);
        Assert.EndsWith(" 100-101", last.Ranges, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_already_is_acknowledged_again_and_not_read_again()
    {
        var stream = new LoneStream();

        stream.HearData(0, 1);
        stream.HearData(0, 1);
        stream.HearData(2, 3);
        stream.HearData(2, 4);
        stream.HearData(1, 2);

        Assert.Equal([1, 2, 3], stream.Read);
        Assert.Equal([1u, 1u, 1u, 1u, 3u], stream.Sent().Select(ack => ack.Ack));
    }

    [Fact]
    public void A_data_offset_is_skipped_and_one_beyond_the_packet_drops_it()
    {
        var stream = new LoneStream();

        stream.Hear(Data, 0, 0, [0, 0, 0, 7], offset: 3);
        stream.Hear(Data, 1, 0, [0, 0, 0, 7], offset: 5);

        Assert.Equal([7], stream.Read);
        Assert.Equal(1u, stream.SentOne().Ack);
        Assert.Equal(1, stream.Stream.Stats.Dropped);
    }

    [Fact]
    public void A_packet_for_another_or_of_another_kind_is_dropped()
    {
        var stream = new LoneStream();
        var packet = new byte[21];
        new PacketHeader(Data, 0, new StreamId(1), 1, 0, 0).Write(packet);

        stream.Hear(packet);
        stream.Hear([.. packet[..19]]);
        stream.Hear([0xfe, .. packet[1..]]);

        Assert.Equal(3, stream.Stream.Stats.Dropped);
        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void A_heartbeat_is_answered_and_nothing_else_in_it_is_used()
    {
        var stream = new LoneStream();
        stream.Write(1);
        stream.Sent();

        stream.Hear(Heartbeat | Data, number: 0, ack: 1, [1], offset: 99);

        Assert.Empty(stream.Read);
        Assert.Equal(State, stream.SentOne().Type);
        Assert.False(stream.Stream.IsFlushed);
    }

    [Fact]
    public void A_message_is_handed_out_even_out_of_order_and_not_acknowledged()
    {
        var stream = new LoneStream();

        stream.Hear(Message, 1000, 0, [1, 2]);
        stream.Hear(Message, 0, 0);

        Assert.Equal(["0102", ""], stream.Messages);
        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void What_is_data_and_message_is_delivered_both_ways()
    {
        var stream = new LoneStream();

        stream.Hear(Data | Message, 0, 0, [5]);

        Assert.Equal([5], stream.Read);
        Assert.Equal(["05"], stream.Messages);
    }

    [Fact]
    public void Data_that_acknowledges_what_was_never_sent_is_read_without_an_answer()
    {
        var stream = new LoneStream();

        stream.Hear(Data, 0, ack: 1, [1]);

        Assert.Equal([1], stream.Read);
        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void Unknown_bits_are_ignored()
    {
        var stream = new LoneStream();

        stream.Hear((PacketType)0xc1, 0, 0, [1]);

        Assert.Equal([1], stream.Read);
    }

    [Fact]
    public void Numbers_wrap_while_packets_wait()
    {
        var stream = new LoneStream(first: uint.MaxValue - 1, firstOfPeer: uint.MaxValue - 1);
        stream.Write(1132 + 1152 + 1);
        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 0], stream.Sent().Select(packet => packet.Number));

        foreach (var number in (uint[])[1, 0, uint.MaxValue, uint.MaxValue - 1])
            stream.Hear(Data, number, uint.MaxValue - 1, [(byte)number]);
        Assert.Equal([254, 255, 0, 1], stream.Read);
        Assert.Equal(2u, stream.Sent()[^1].Ack);

        stream.HearAck(uint.MaxValue, (0, 1));
        Assert.Equal(1, stream.Stream.Stats.InFlightPackets);
        stream.HearAck(1);
        Assert.True(stream.Stream.IsFlushed);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0x8000_0000u)]
    [InlineData(uint.MaxValue)]
    public void A_packet_as_far_away_as_can_be_changes_nothing(uint first)
    {
        var stream = new LoneStream(first: first, firstOfPeer: first);
        stream.Write(1);
        stream.Sent();

        stream.Hear(Data, first + 0x8000_0000, first + 0x8000_0000, [1]);
        stream.Hear(Data, first + 0x7fff_ffff, first, [1]);
        stream.Hear(Destroy, first + 0x8000_0000, first, [1]);

        Assert.Empty(stream.Read);
        Assert.False(stream.Stream.IsClosed);
        Assert.Equal(1, stream.Stream.Stats.InFlightPackets);
    }
}
