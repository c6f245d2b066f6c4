using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>What a hostile peer can make a stream hold.</summary>
public sealed class BoundsTests
{
    [Fact]
    public void A_packet_too_far_ahead_is_dropped_and_taken_when_it_comes_nearer()
    {
        var stream = new LoneStream(new UdxSettings { MaxReorderedPackets = 4 });

        stream.HearData(3, 4);
        stream.HearData(4, 5);
        Assert.Equal(1, stream.Stream.Stats.Dropped);
        Assert.Single(stream.Sent());

        stream.HearData(0, 1);
        stream.HearData(4, 5);
        Assert.Equal("3-5", stream.Sent()[^1].Ranges);
    }

    [Fact]
    public void An_end_too_far_ahead_is_not_remembered()
    {
        var stream = new LoneStream(new UdxSettings { MaxReorderedPackets = 4 });

        stream.Hear(PacketType.End, 4, 0);
        for (var i = 0u; i < 6; i++) stream.HearData(i, (byte)i);

        Assert.Equal([0, 1, 2, 3, 4, 5], stream.Read);
        Assert.Empty(stream.Events);
    }

    [Fact]
    public void Packets_behind_a_gap_are_held_up_to_three_windows_and_a_little_more()
    {
        var settings = new UdxSettings { ReceiveWindowBytes = 10_000 };
        var stream = new LoneStream(settings);
        const int Most = 30_000 + (12 * 1500);

        for (var i = 1u; i <= 100; i++) stream.HearData(i, new byte[1000]);
        Assert.Equal(Most / 1000, stream.Sent().Length);
        Assert.Equal(100 - (Most / 1000), stream.Stream.Stats.Dropped);

        stream.HearData(0, 1);
        Assert.Equal(1 + (1000 * (Most / 1000)), stream.Read.Count);
    }

    [Fact]
    public void A_peer_that_ignores_a_closed_window_is_not_listened_to_but_an_end_is()
    {
        var stream = new LoneStream(new UdxSettings { ReceiveWindowBytes = 10_000 });
        stream.SetUnread(48_000);
        stream.Sent();

        stream.HearData(0, 1);
        Assert.Empty(stream.Read);
        Assert.Empty(stream.Sent());
        stream.Hear(PacketType.End, 0, 0);

        Assert.Equal([StreamEvent.RemoteEnded], stream.Events);
    }

    [Fact]
    public void What_the_peer_may_send_is_taken_although_the_reader_has_stopped_meanwhile()
    {
        var stream = new LoneStream(new UdxSettings { ReceiveWindowBytes = 10_000 });

        stream.SetUnread(10_000);
        for (var i = 0u; i < 10; i++) stream.HearData(i, new byte[1000]);

        Assert.Equal(10_000, stream.Read.Count);
    }

    [Fact]
    public void A_packet_longer_than_any_is_no_trouble()
    {
        var stream = new LoneStream();

        stream.HearData(1, new byte[60_000]);
        stream.HearData(0, new byte[60_000]);

        Assert.Equal(120_000, stream.Read.Count);
    }
}
