using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>How what is written becomes packets (05-udx.md B2, B7).</summary>
public sealed class SendingTests
{
    [Fact]
    public void The_first_packet_has_room_for_1132_bytes_and_the_following_ones_for_1152()
    {
        var stream = new LoneStream();

        stream.Write(1132 + 1152 + 7);

        Assert.Equal([1132, 1152, 7], stream.Sent().Select(packet => packet.Payload.Length));
    }

    [Fact]
    public void Writes_of_one_turn_share_a_packet()
    {
        var stream = new LoneStream();

        stream.Stream.Write(stream.Now, [1, 2]);
        stream.Stream.Write(stream.Now, [3]);
        stream.Drain();

        Assert.Equal([1, 2, 3], stream.SentOne().Payload);
    }

    [Fact]
    public void A_packet_says_who_it_is_for_what_is_expected_and_how_much_may_come()
    {
        var stream = new LoneStream(first: 7, firstOfPeer: 40);

        stream.Write(1);

        Assert.Equal(new PacketHeader(Data, 0, LoneStream.PeerId, LoneStream.OpenWindow, 7, 40), stream.SentOne().Header);
    }

    [Fact]
    public void An_empty_write_sends_nothing_and_holds_nothing()
    {
        var stream = new LoneStream();

        stream.Write();
        Assert.Equal(16, stream.Stream.Reserve(16).Length);
        stream.Stream.Commit(stream.Now, 0);
        stream.Drain();

        Assert.Empty(stream.Sent());
        Assert.Equal(0, stream.Stream.QueuedBytes);
        Assert.Equal(Instant.Never, stream.Stream.NextDeadline);
    }

    [Fact]
    public void Bytes_are_written_in_place_and_only_those_committed_leave()
    {
        var stream = new LoneStream();

        new byte[] { 9, 8, 7 }.CopyTo(stream.Stream.Reserve(100));
        stream.Stream.Commit(stream.Now, 2);
        stream.Drain();

        Assert.Equal([9, 8], stream.SentOne().Payload);
    }

    [Fact]
    public void Ten_packets_leave_before_anything_is_acknowledged()
    {
        var stream = new LoneStream();

        stream.Write(100_000);

        Assert.Equal(10, stream.Sent().Length);
        Assert.Equal(10, stream.Stream.Stats.InFlightPackets);
    }

    [Fact]
    public void Nothing_is_written_before_it_is_connected_or_after_the_end()
    {
        var stream = new LoneStream(isConnected: false);
        Assert.Throws<InvariantException>(() => stream.Write(1));

        stream.Connect();
        stream.End();
        Assert.Throws<InvariantException>(() => stream.Write(1));
    }

    [Fact]
    public void A_writer_waits_at_the_limit_and_is_told_of_room_once()
    {
        var stream = new LoneStream();
        var limit = stream.Stream.WriteLimitBytes;
        Assert.Equal((256 * 1024) + (10 * 1152), limit);

        stream.Write((int)limit - 1);
        Assert.True(stream.Stream.IsWritable);
        stream.Write(1);
        Assert.False(stream.Stream.IsWritable);
        stream.After(10);
        stream.HearAck(3);

        Assert.Equal([StreamEvent.Writable], stream.Events);
        Assert.True(stream.Stream.IsWritable);
    }

    [Fact]
    public void When_everything_is_acknowledged_it_says_so()
    {
        var stream = new LoneStream();
        stream.Write(2000);

        stream.HearAck(1);
        Assert.Empty(stream.Events);
        stream.HearAck(2);

        Assert.Equal([StreamEvent.Flushed], stream.Events);
        Assert.True(stream.Stream.IsFlushed);
        Assert.Equal(0, stream.Stream.QueuedBytes);
    }

    [Fact]
    public void Everything_is_counted_without_messages()
    {
        var stream = new LoneStream();

        stream.Write(100);
        stream.Stream.TrySendMessage([1, 2, 3]);
        stream.HearData(0, 5);

        var stats = stream.Stream.Stats;
        Assert.Equal((2, 140), (stats.PacketsSent, stats.BytesSent));
        Assert.Equal((1, 21), (stats.PacketsReceived, stats.BytesReceived));
    }
}
