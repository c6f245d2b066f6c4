using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>When something is sent again: timeouts, the tail's probe, and what later arrivals show (05-udx.md B3 to B5).</summary>
public sealed class RetransmissionTests
{
    private readonly LoneStream _stream = new();

    [Fact]
    public void Silence_is_answered_after_1_3_5_7_9_and_11_seconds_and_ends_the_stream_after_13()
    {
        var start = _stream.Now;
        _stream.Write(1);
        _stream.After(12_999);
        Assert.False(_stream.Stream.IsClosed);
        _stream.After(1);

        Assert.Equal([0.0, 1, 3, 5, 7, 9, 11], _stream.Sent().Select(packet => (packet.At - start).TotalSeconds));
        Assert.Equal(StreamEnd.TimedOut, _stream.Stream.End);
        Assert.Equal([StreamEvent.Closed], _stream.Events);
        Assert.Equal(7, _stream.Stream.Stats.Timeouts);
    }

    [Fact]
    public void As_many_timeouts_as_the_settings_say_end_a_stream()
    {
        var stream = new LoneStream(new UdxSettings { MaxTimeouts = 2 });
        stream.Write(1);

        stream.After(2999);
        Assert.False(stream.Stream.IsClosed);
        stream.After(1);

        Assert.Equal(StreamEnd.TimedOut, stream.Stream.End);
    }

    [Fact]
    public void Any_progress_starts_the_count_of_timeouts_again()
    {
        _stream.Write(1132 + 1);
        _stream.After(12_000);
        _stream.HearAck(1);
        _stream.After(12_000);
        Assert.False(_stream.Stream.IsClosed);
        _stream.After(20_000);
        Assert.Equal(StreamEnd.TimedOut, _stream.Stream.End);
    }

    [Fact]
    public void What_a_full_selective_ack_has_no_room_to_name_is_not_taken_for_lost()
    {
        const int gap = 6;
        var first = SendManyAtOnce(packets: 420);
        (uint, uint)[] ranges = [.. Enumerable.Range(0, 51).Select(k => (first + (uint)(gap * k) + 1, first + (uint)(gap * (k + 1))))];

        _stream.After(1);
        _stream.HearAck(first, ranges[..50]);
        uint[] gaps = [.. _stream.Sent().Select(packet => packet.Number)];
        _stream.After(1);
        _stream.HearAck(first + gap, ranges[1..]);

        // The second copy of the first gap was sent after everything, so that all from before it looks late.
        Assert.Equal(Enumerable.Range(0, 50).Select(k => first + (uint)(gap * k)), gaps);
        Assert.Equal([first + (50 * gap)], _stream.Sent().Select(packet => packet.Number));
    }

    [Fact]
    public void What_is_acknowledged_by_ranges_only_is_no_progress()
    {
        _stream.Write(1132 + 1);
        for (var second = 0; second < 14; second++)
        {
            _stream.HearAck(0, (1, 2));
            _stream.After(1000);
        }

        Assert.Equal(StreamEnd.TimedOut, _stream.Stream.End);
    }

    [Fact]
    public void Even_a_peer_that_has_everything_and_never_says_so_is_given_up()
    {
        _stream.Write(1132 + 1);
        _stream.HearAck(0, (0, 2));

        _stream.After(20_000);

        Assert.Equal(StreamEnd.TimedOut, _stream.Stream.End);
    }

    [Fact]
    public void A_packet_that_is_sent_again_has_the_same_bytes_and_a_fresh_acknowledgement()
    {
        _stream.Write(1, 2, 3);
        var first = _stream.SentOne();
        _stream.HearData(0, 1);
        _stream.Sent();

        _stream.Write(4);
        _stream.After(1000);

        var again = _stream.Sent().First(packet => packet.At > first.At);
        Assert.Equal(first.Header with { Ack = 1 }, again.Header);
        Assert.Equal(first.Payload, again.Payload);
    }

    [Fact]
    public void The_tail_is_probed_after_two_round_trips_with_the_newest_packet()
    {
        RoundTrip(100);
        var start = _stream.Now;
        _stream.Write(1132 + 1152 + 1);
        var newest = _stream.Sent()[^1];

        _stream.After(199);
        Assert.Empty(_stream.Sent());
        _stream.After(1);

        var probe = _stream.SentOne();
        Assert.Equal((newest.Number, 0.2), (probe.Number, (probe.At - start).TotalSeconds));
        Assert.Equal(0, _stream.Stream.Stats.Timeouts);
    }

    [Fact]
    public void A_single_packet_is_probed_for_a_little_later()
    {
        RoundTrip(100);
        _stream.Write(1);
        _stream.Sent();

        _stream.After(201);
        Assert.Empty(_stream.Sent());
        _stream.After(1);

        Assert.Single(_stream.Sent());
    }

    [Fact]
    public void New_data_probes_the_tail_where_there_is_some_whatever_the_window()
    {
        RoundTrip(100);
        _stream.Hear(State, 0, 1, window: 1152);
        _stream.Write(1152 + 1152);
        Assert.Equal(1u, _stream.SentOne().Number);

        _stream.After(202);

        Assert.Equal(2u, _stream.SentOne().Number);
    }

    [Fact]
    public void The_tail_is_probed_once_until_the_probe_is_answered()
    {
        RoundTrip(100);
        _stream.Hear(State, 0, 1, window: 1152);
        _stream.Write(5 * 1152);
        _stream.After(202);
        Assert.Equal([1u, 2u], _stream.Sent().Select(packet => packet.Number));

        _stream.Hear(State, 0, 2, window: 0);
        _stream.After(900);

        Assert.Empty(_stream.Sent());
    }

    [Fact]
    public void The_timeout_follows_the_probe_of_the_tail()
    {
        RoundTrip(100);
        _stream.Write(1);
        _stream.After(1201);
        Assert.Equal(0, _stream.Stream.Stats.Timeouts);
        _stream.After(1);

        Assert.Equal(1, _stream.Stream.Stats.Timeouts);
    }

    [Fact]
    public void Three_arrivals_behind_a_gap_show_a_loss_at_once()
    {
        RoundTrip(100);
        _stream.Write(4 * 1152);
        _stream.Sent();
        _stream.After(100);

        _stream.HearAck(1, (2, 3));
        _stream.HearAck(1, (2, 4));
        Assert.Empty(_stream.Sent());
        _stream.HearAck(1, (2, 5));

        Assert.Equal(1u, _stream.SentOne().Number);
        Assert.Equal((1, 1), (_stream.Stream.Stats.FastRecoveries, _stream.Stream.Stats.Retransmits));
    }

    [Fact]
    public void One_arrival_behind_a_gap_shows_a_loss_a_quarter_of_a_round_trip_later()
    {
        RoundTrip(100);
        _stream.Write(2 * 1152);
        _stream.Sent();
        _stream.After(100);
        _stream.HearAck(1, (2, 3));

        _stream.After(24);
        Assert.Empty(_stream.Sent());
        _stream.After(1);

        Assert.Equal(1u, _stream.SentOne().Number);
    }

    [Fact]
    public void A_path_that_reorders_is_given_time_however_many_arrive_behind_a_gap()
    {
        RoundTrip(100);
        _stream.Write(3 * 1152);
        _stream.After(100);
        _stream.HearAck(1, (3, 4));
        _stream.HearAck(1, (2, 4));
        _stream.HearAck(4);
        _stream.Sent();

        _stream.Write(5 * 1152);
        _stream.Sent();
        _stream.After(100);
        _stream.HearAck(4, (5, 9));
        Assert.Empty(_stream.Sent());
        _stream.After(25);

        Assert.Equal(4u, _stream.SentOne().Number);
    }

    [Fact]
    public void The_first_packet_of_a_stream_whose_numbers_start_high_is_no_reordering()
    {
        var stream = new LoneStream(first: uint.MaxValue - 20);
        stream.Write(1132);
        stream.After(100);
        stream.HearAck(uint.MaxValue - 19);
        stream.Write(4 * 1152);
        stream.Sent();
        stream.After(100);

        stream.HearAck(uint.MaxValue - 19, (uint.MaxValue - 18, uint.MaxValue - 15));

        Assert.Equal(uint.MaxValue - 19, stream.SentOne().Number);
    }

    [Fact]
    public void Recovery_is_entered_once_for_all_that_was_outstanding()
    {
        RoundTrip(100);
        _stream.Write(8 * 1152);
        _stream.After(100);
        _stream.HearAck(1, (4, 9));
        Assert.Equal(3, _stream.Stream.Stats.Retransmits);
        _stream.HearAck(2, (4, 9));
        _stream.HearAck(9);

        Assert.Equal((1, 3), (_stream.Stream.Stats.FastRecoveries, _stream.Stream.Stats.Retransmits));
        Assert.True(_stream.Stream.IsFlushed);
    }

    [Theory]
    [InlineData(5u, 5u)]
    [InlineData(5u, 4u)]
    [InlineData(2u, 9u)]
    [InlineData(4u, 6u)]
    [InlineData(0u, 2u)]
    [InlineData(2u, 0x8000_0002u)]
    [InlineData(0x8000_0000u, 3u)]
    public void A_range_that_cannot_be_is_skipped_and_others_are_used(uint start, uint end)
    {
        RoundTrip(100);
        _stream.Write(4 * 1152);

        _stream.HearAck(1, (start, end), (2, 3));

        Assert.Equal(3, _stream.Stream.Stats.InFlightPackets);
    }

    [Fact]
    public void A_range_that_repeats_what_is_known_changes_nothing()
    {
        RoundTrip(100);
        _stream.Write(6 * 1152);

        _stream.HearAck(1, (2, 4));
        _stream.HearAck(1, (2, 4), (3, 4), (2, 5));
        _stream.HearAck(1, (3, 5));

        Assert.Equal(3, _stream.Stream.Stats.InFlightPackets);
        _stream.HearAck(7);
        Assert.Equal(0, _stream.Stream.Stats.InFlightPackets);
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_not_believed()
    {
        _stream.Write(1);

        _stream.HearAck(2);
        _stream.HearAck(2, (0, 1));

        Assert.Equal(1, _stream.Stream.Stats.InFlightPackets);
    }

    private void RoundTrip(int milliseconds)
    {
        _stream.Write(1132);
        _stream.After(milliseconds);
        _stream.HearAck(1);
        _stream.Sent();
    }

    /// <summary>Has the congestion window grow, then sends so many packets at one instant; returns the number of the first.</summary>
    private uint SendManyAtOnce(int packets)
    {
        const int payload = 1152;
        while (_stream.Stream.Stats.CongestionWindowPackets < packets)
        {
            _stream.Write(_stream.Stream.Stats.CongestionWindowPackets * payload);
            var sent = _stream.Sent();
            _stream.After(1);
            foreach (var packet in sent) _stream.HearAck(packet.Number + 1);
        }

        _stream.After(1);
        _stream.Sent();
        _stream.Write(packets * payload);
        return _stream.Sent()[0].Number;
    }
}
