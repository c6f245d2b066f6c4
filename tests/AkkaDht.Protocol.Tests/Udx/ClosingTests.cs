using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Udx.PacketType;

namespace AkkaDht.Protocol.Tests.Udx;

/// <summary>How a stream ends (05-udx.md A11).</summary>
public sealed class ClosingTests
{
    private readonly LoneStream _stream = new();

    [Fact]
    public void The_end_travels_on_the_last_packet_that_is_unsent()
    {
        _stream.Stream.Write(_stream.Now, [1]);
        _stream.End();

        Assert.Equal(Data | PacketType.End, _stream.SentOne().Type);
    }

    [Fact]
    public void The_end_travels_alone_when_everything_has_been_sent()
    {
        _stream.Write(1);
        _stream.End();

        Assert.Equal([(Data, 0u), (PacketType.End, 1u)], _stream.Sent().Select(packet => (packet.Type, packet.Number)));
    }

    [Fact]
    public void Ending_twice_ends_once()
    {
        _stream.End();
        _stream.End();

        Assert.Equal(PacketType.End, _stream.SentOne().Type);
    }

    [Fact]
    public void Reading_goes_on_after_the_own_end()
    {
        _stream.End();
        _stream.HearAck(1);
        _stream.Sent();

        _stream.Hear(Data, 0, 1, [1]);

        Assert.Equal([1], _stream.Read);
        Assert.Equal(1u, _stream.SentOne().Ack);
        Assert.False(_stream.Stream.IsClosed);
    }

    [Fact]
    public void Writing_goes_on_after_the_other_end_has_ended()
    {
        _stream.Hear(PacketType.End, 0, 0);
        _stream.Write(1);

        Assert.Equal([StreamEvent.RemoteEnded], _stream.Events);
        Assert.Equal([(State, 1u), (Data, 1u)], _stream.Sent().Select(packet => (packet.Type, packet.Ack)));
    }

    [Fact]
    public void An_end_that_was_acknowledged_first_is_followed_by_one_more_acknowledgement()
    {
        _stream.End();
        _stream.Sent();

        _stream.HearAck(1);
        Assert.Equal((State, 1u), (_stream.SentOne().Type, _stream.Stream.IsFlushed ? 1u : 0));

        _stream.Hear(PacketType.End, 0, 1);
        Assert.Equal(1u, _stream.SentOne().Ack);
        Assert.Equal(StreamEnd.Finished, _stream.Stream.End);
        Assert.Equal([StreamEvent.Flushed, StreamEvent.RemoteEnded, StreamEvent.Closed], _stream.Events);
    }

    [Fact]
    public void An_end_that_comes_second_closes_without_a_further_packet_when_it_is_acknowledged()
    {
        _stream.Hear(PacketType.End, 0, 0);
        _stream.End();
        _stream.Sent();

        _stream.Hear(State, 1, 1);

        Assert.Empty(_stream.Sent());
        Assert.Equal(StreamEnd.Finished, _stream.Stream.End);
        Assert.Equal(Instant.Never, _stream.Stream.NextDeadline);
    }

    [Fact]
    public void Ends_that_cross_close_both_with_one_acknowledgement()
    {
        _stream.End();
        _stream.Sent();

        _stream.Hear(PacketType.End, 0, 1);

        Assert.Equal((State, 1u), (_stream.SentOne().Type, 1u));
        Assert.Equal(StreamEnd.Finished, _stream.Stream.End);
    }

    [Fact]
    public void An_end_behind_a_gap_is_reported_when_the_gap_has_closed()
    {
        _stream.Hear(Data | PacketType.End, 1, 0, [2]);
        Assert.Empty(_stream.Events);

        _stream.HearData(0, 1);

        Assert.Equal([1, 2], _stream.Read);
        Assert.Equal([StreamEvent.RemoteEnded], _stream.Events);
    }

    [Fact]
    public void The_end_is_reported_with_its_acknowledgement_and_so_only_once_connected()
    {
        var firewall = new Firewall { Answer = true };
        var stream = new LoneStream(firewall: firewall, isConnected: false);

        stream.Hear(Data | PacketType.End, 0, 0, [1]);
        Assert.Equal([1], stream.Read);
        Assert.Empty(stream.Events);

        stream.Connect();
        Assert.Equal([StreamEvent.RemoteEnded], stream.Events);
        Assert.Equal(1u, stream.SentOne().Ack);
    }

    [Fact]
    public void Data_beyond_the_end_is_acknowledged_as_it_stands_and_not_read()
    {
        _stream.Hear(PacketType.End, 0, 0);
        _stream.HearData(1, 9);
        _stream.HearData(5, 9);

        Assert.Empty(_stream.Read);
        Assert.Equal([1u, 1u, 1u], _stream.Sent().Select(ack => ack.Ack));
    }

    [Fact]
    public void Data_that_came_before_an_end_below_it_is_not_read()
    {
        _stream.HearData(2, 9);
        _stream.HearData(1, 8);
        _stream.Hear(Data | PacketType.End, 0, 0, [7]);

        Assert.Equal([7], _stream.Read);
        Assert.Equal((State, 1u), (_stream.Sent()[^1].Type, 1u));
        Assert.Equal([StreamEvent.RemoteEnded], _stream.Events);
    }

    [Fact]
    public void The_first_of_two_ends_counts()
    {
        _stream.Hear(PacketType.End, 1, 0);
        _stream.Hear(PacketType.End, 3, 0);
        _stream.HearData(0, 1);
        _stream.HearData(2, 1);

        Assert.Equal([1], _stream.Read);
        Assert.Equal(2u, _stream.Sent()[^1].Ack);
        Assert.Equal([StreamEvent.RemoteEnded], _stream.Events);
    }

    [Fact]
    public void Destroying_tells_the_other_end_once_and_throws_away_what_is_left()
    {
        _stream.Write(5000);
        _stream.Sent();

        _stream.Destroy();
        _stream.Destroy();

        var packet = _stream.SentOne();
        Assert.Equal((Destroy, 5u, 20), (packet.Type, packet.Number, packet.Length));
        Assert.Equal(0, _stream.Stream.QueuedBytes);
        Assert.Equal([StreamEvent.Closed], _stream.Events);
        _stream.After(60_000);
        Assert.Empty(_stream.Sent());
    }

    [Fact]
    public void Destroying_one_that_is_not_connected_tells_nobody()
    {
        var stream = new LoneStream(isConnected: false);

        stream.Destroy();

        Assert.Empty(stream.Sent());
        Assert.Equal(StreamEnd.Destroyed, stream.Stream.End);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1_000_000u)]
    public void Being_destroyed_closes_at_once_however_much_is_missing(uint number)
    {
        _stream.Write(1);
        _stream.Sent();

        _stream.Hear(Destroy, number, 0);

        Assert.Equal(StreamEnd.Reset, _stream.Stream.End);
        Assert.Equal([StreamEvent.Closed], _stream.Events);
        Assert.Empty(_stream.Sent());
    }

    [Fact]
    public void A_destroy_from_before_is_ignored()
    {
        _stream.HearData(0, 1);

        _stream.Hear(Destroy, 0, 0);

        Assert.False(_stream.Stream.IsClosed);
    }

    [Fact]
    public void Data_that_comes_with_a_destroy_is_read()
    {
        _stream.Hear(Data | Destroy, 0, 0, [1]);

        Assert.Equal([1], _stream.Read);
        Assert.Equal(StreamEnd.Reset, _stream.Stream.End);
    }

    [Fact]
    public void A_closed_stream_ignores_everything()
    {
        _stream.Destroy();
        _stream.Sent();

        _stream.HearData(0, 1);
        _stream.Write(1);
        _stream.End();
        Assert.False(_stream.Stream.TrySendMessage([1]));
        Assert.False(_stream.Stream.ChangeRemote(_stream.Now, LoneStream.Path()));

        Assert.Empty(_stream.Sent());
        Assert.Equal(0, _stream.Stream.Stats.PacketsReceived);
    }
}

/// <summary>A firewall that answers as it is told and remembers who it was asked about.</summary>
internal sealed class Firewall : IStreamFirewall
{
    public bool Answer { get; set; }

    public bool Connects { get; set; }

    public List<(SocketRole Socket, PeerAddress From)> Asked { get; } = [];

    public bool Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from)
    {
        Asked.Add((socket, from));
        if (Connects && !stream.IsConnected) stream.Connect(now, LoneStream.Path(from, socket));
        return Answer;
    }
}
