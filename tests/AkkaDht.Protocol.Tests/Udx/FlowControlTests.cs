using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>Windows: what a slow reader tells its peer, and what a closed one means for the writer (05-udx.md B7, B8, B10).</summary>
public sealed class FlowControlTests
{
    private const int Kilobyte = 1024;

    [Fact]
    public void What_the_reader_holds_is_taken_off_the_window()
    {
        var stream = new LoneStream(new UdxSettings { ReceiveWindowBytes = 64 * Kilobyte });

        stream.SetUnread(10 * Kilobyte);
        stream.HearData(0, 1);
        Assert.Equal(54u * Kilobyte, stream.SentOne().Header.WindowBytes);

        stream.SetUnread(100 * Kilobyte);
        stream.HearData(1, 1);
        Assert.Equal(0u, stream.SentOne().Header.WindowBytes);
    }

    [Fact]
    public void A_reader_that_goes_on_tells_a_peer_that_has_stopped()
    {
        var stream = new LoneStream(new UdxSettings { ReceiveWindowBytes = 64 * Kilobyte });
        stream.SetUnread(64 * Kilobyte);
        stream.HearData(0, 1);
        stream.Sent();

        stream.SetUnread(60 * Kilobyte);
        Assert.Empty(stream.Sent());
        stream.SetUnread(48 * Kilobyte);

        var update = stream.SentOne();
        Assert.Equal((State, 16u * Kilobyte), (update.Type, update.Header.WindowBytes));
    }

    [Fact]
    public void A_reader_that_was_never_slow_tells_nothing()
    {
        var stream = new LoneStream();

        stream.SetUnread(0);
        stream.SetUnread(1000);
        stream.SetUnread(0);

        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void Nobody_is_told_of_room_who_has_ended()
    {
        var stream = new LoneStream(new UdxSettings { ReceiveWindowBytes = 64 * Kilobyte });
        stream.SetUnread(64 * Kilobyte);
        stream.Hear(PacketType.End, 0, 0);
        stream.Sent();

        stream.SetUnread(0);

        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void A_small_window_lets_one_packet_through_and_a_closed_one_none()
    {
        var stream = new LoneStream();
        stream.Hear(State, 0, 0, window: 1);
        stream.Write(5000);
        Assert.Single(stream.Sent());

        stream.Hear(State, 0, 1, window: 0);
        Assert.Equal(Heartbeat, stream.SentOne().Type);
    }

    [Fact]
    public void As_many_packets_as_the_window_holds_are_under_way()
    {
        var stream = new LoneStream();
        stream.Hear(State, 0, 0, window: (3 * 1152) + 1);

        stream.Write(20_000);

        Assert.Equal(3, stream.Sent().Length);
    }

    [Fact]
    public void A_closed_window_is_asked_about_for_ever_and_never_a_reason_to_give_up()
    {
        var stream = new LoneStream();
        stream.Hear(State, 0, 0, window: 0);
        stream.Write(1);
        Assert.Equal(Heartbeat, stream.SentOne().Type);

        var start = stream.Now;
        stream.After(60_000);
        Assert.Equal([1.0, 3, 5, 7, 9], stream.Sent().Take(5).Select(beat => (beat.At - start).TotalSeconds));
        stream.After(3_600_000);
        Assert.False(stream.Stream.IsClosed);
        stream.Sent();

        stream.Hear(State, 0, 0, window: 5000);
        Assert.Equal((Data, 0u), (stream.Sent()[0].Type, 0u));
        stream.HearAck(1);
        Assert.True(stream.Stream.IsFlushed);
        stream.After(60_000);
        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void An_end_waits_for_the_window_too()
    {
        var stream = new LoneStream();
        stream.Hear(State, 0, 0, window: 0);

        stream.End();
        Assert.Equal(Heartbeat, stream.SentOne().Type);
        stream.Hear(State, 0, 0);

        Assert.Equal(PacketType.End, stream.SentOne().Type);
    }

    [Fact]
    public void A_closed_window_with_nothing_to_send_is_not_asked_about()
    {
        var stream = new LoneStream();

        stream.Hear(State, 0, 0, window: 0);
        stream.After(60_000);

        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void A_lost_packet_is_repeated_into_a_closed_window()
    {
        var stream = new LoneStream();
        stream.Write(1);
        stream.Sent();

        stream.Hear(State, 0, 0, window: 0);
        stream.After(1000);

        Assert.Equal([Data], stream.Sent().Select(packet => packet.Type).Where(type => type != Heartbeat));
    }

    [Fact]
    public void Old_news_of_the_window_are_not_believed()
    {
        var stream = new LoneStream();
        stream.Write(1);
        stream.Hear(State, 5, 1, window: 2000);
        stream.Sent();

        stream.Hear(State, 4, 1, window: 0);
        stream.Hear(State, 6, 0, window: 0);
        stream.Write(1);

        Assert.Equal(Data, stream.SentOne().Type);
    }

    [Fact]
    public void A_keep_alive_beats_while_nothing_is_outstanding()
    {
        var stream = new LoneStream();
        stream.Stream.SetKeepAlive(stream.Now, TimeSpan.FromSeconds(2));
        var start = stream.Now;

        stream.After(5000);
        Assert.Equal([(Heartbeat, 2.0), (Heartbeat, 4.0)], stream.Sent().Select(beat => (beat.Type, (beat.At - start).TotalSeconds)));

        stream.Write(1);
        stream.After(900);
        Assert.Equal(Data, stream.SentOne().Type);
        stream.HearAck(1);
        stream.After(2000);
        Assert.Equal(Heartbeat, stream.SentOne().Type);

        stream.Stream.SetKeepAlive(stream.Now, null);
        stream.After(60_000);
        Assert.Empty(stream.Sent());
    }

    [Fact]
    public void A_keep_alive_that_was_asked_for_early_begins_when_it_is_connected()
    {
        var stream = new LoneStream(isConnected: false);
        stream.Stream.SetKeepAlive(stream.Now, TimeSpan.FromSeconds(2));
        Assert.Equal(Instant.Never, stream.Stream.NextDeadline);

        stream.Connect();
        stream.After(2000);

        Assert.Equal(Heartbeat, stream.SentOne().Type);
    }

    [Fact]
    public void A_keep_alive_needs_some_time() =>
        Assert.Throws<InvariantException>(() => new LoneStream().Stream.SetKeepAlive(Instant.Zero, TimeSpan.Zero));
}
