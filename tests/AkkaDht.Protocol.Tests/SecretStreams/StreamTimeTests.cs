using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Protocol.Tests.SecretStreams.StreamPair;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>Keep-alives and the time limit (06-noise-secret-stream.md C2).</summary>
public sealed class StreamTimeTests
{
    private static readonly SecretStreamSettings KeepsAlive = new() { KeepAlive = TimeSpan.FromSeconds(5) };

    [Fact]
    public void A_stream_without_times_waits_for_ever()
    {
        var stream = Opened().Initiator;
        stream.HandleTimeout(At(1_000_000_000));

        Assert.Equal((Instant.Never, null), (stream.NextDeadline, stream.Failure));
        Assert.False(HasControl(stream));
    }

    [Fact]
    public void After_silence_an_empty_message_says_that_we_are_alive()
    {
        var pair = Opened(KeepsAlive);
        Assert.Equal(At(5000), pair.Initiator.NextDeadline);
        pair.Initiator.HandleTimeout(At(4999));
        Assert.False(HasControl(pair.Initiator));

        pair.Initiator.HandleTimeout(At(5000));
        var frame = Control(pair.Initiator);
        Assert.Equal(SecretStream.MeasureFrame(0), frame.Length);
        Assert.Equal(At(10_000), pair.Initiator.NextDeadline);
        Assert.Equal(frame.Length, pair.Initiator.Stats.RawBytesWritten);
        Assert.False(HasControl(pair.Initiator));

        pair.Responder.HandleBytes(At(5000), frame);
        Assert.Equal((false, null), (pair.Responder.HasMessage, pair.Responder.Failure));
    }

    [Fact]
    public void Any_write_starts_the_silence_anew()
    {
        var stream = Opened(KeepsAlive).Initiator;
        Frame(At(3000), stream, [1]);
        Assert.Equal(At(8000), stream.NextDeadline);
        stream.HandleTimeout(At(5000));
        Assert.False(HasControl(stream));
    }

    [Fact]
    public void A_write_takes_the_place_of_a_keep_alive_that_waits()
    {
        var stream = Opened(KeepsAlive).Initiator;
        stream.HandleTimeout(At(5000));
        Frame(At(5000), stream, [1]);

        Assert.False(HasControl(stream));
    }

    [Fact]
    public void What_comes_from_the_peer_does_not_break_our_silence()
    {
        var pair = Opened(KeepsAlive);
        pair.Initiator.HandleBytes(At(3000), Frame(pair.Responder, 1));
        Assert.Equal(At(5000), pair.Initiator.NextDeadline);
    }

    [Fact]
    public void Empty_messages_reach_a_reader_who_keeps_nothing_alive()
    {
        var pair = Opened();
        pair.Responder.HandleBytes(Instant.Zero, [.. Frame(pair.Initiator), .. Frame(pair.Initiator, 1), .. Frame(pair.Initiator)]);
        Assert.Equal(["", "01", ""], Taken(pair.Responder));
    }

    [Fact]
    public void Once_it_keeps_alive_a_stream_swallows_empty_messages_for_good()
    {
        var pair = Opened();
        pair.Responder.SetKeepAlive(Instant.Zero, TimeSpan.FromSeconds(5));
        pair.Responder.SetKeepAlive(Instant.Zero, TimeSpan.Zero);
        Assert.Equal(Instant.Never, pair.Responder.NextDeadline);

        pair.Responder.HandleBytes(Instant.Zero, [.. Frame(pair.Initiator), .. Frame(pair.Initiator, 1)]);
        Assert.Equal(["01"], Taken(pair.Responder));
        Assert.Equal(0, pair.Responder.BufferedBytes);
    }

    [Fact]
    public void A_keep_alive_is_sent_at_once_for_who_wants_to_know()
    {
        var pair = Opened();
        pair.Initiator.SendKeepAlive();
        pair.Responder.HandleBytes(Instant.Zero, Control(pair.Initiator));
        Assert.Equal([""], Taken(pair.Responder));
    }

    [Fact]
    public void A_keep_alive_waits_for_the_header()
    {
        var stream = new StreamPair(KeepsAlive).Initiator;
        stream.HandleTimeout(At(5000));

        Assert.Equal(59, Control(stream).Length);
        Assert.Equal(20, Control(stream).Length);
        Assert.False(HasControl(stream));
    }

    [Fact]
    public void A_peer_that_is_silent_for_too_long_is_given_up()
    {
        var pair = Opened(new SecretStreamSettings { Timeout = TimeSpan.FromSeconds(7) });
        Assert.Equal(At(7000), pair.Responder.NextDeadline);
        pair.Responder.HandleTimeout(At(6999));
        Assert.Null(pair.Responder.Failure);

        pair.Responder.HandleTimeout(At(7000));
        Assert.Equal(SecretStreamError.TimedOut, pair.Responder.Failure);
    }

    [Fact]
    public void A_single_byte_of_the_peer_is_a_sign_of_life_and_none_is_none()
    {
        var pair = Opened(new SecretStreamSettings { Timeout = TimeSpan.FromSeconds(7) });
        pair.Responder.HandleBytes(At(1000), [20]);
        Assert.Equal(At(8000), pair.Responder.NextDeadline);
        pair.Responder.HandleBytes(At(2000), []);
        Assert.Equal(At(8000), pair.Responder.NextDeadline);
    }

    [Fact]
    public void The_earlier_of_two_times_is_the_deadline()
    {
        var stream = Opened(KeepsAlive).Initiator;
        stream.SetTimeout(Instant.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal(At(3000), stream.NextDeadline);
        stream.SetTimeout(Instant.Zero, TimeSpan.Zero);
        Assert.Equal(At(5000), stream.NextDeadline);
    }

    private static Instant At(long milliseconds) => Instant.FromMilliseconds(milliseconds);
}
