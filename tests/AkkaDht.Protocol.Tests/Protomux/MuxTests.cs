using System.Text;
using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>Channels between two muxers that both keep the rules.</summary>
public sealed class MuxTests
{
    private readonly MuxPair _pair = new();

    private MuxEnd A => _pair.A;

    private MuxEnd B => _pair.B;

    [Fact]
    public void A_channel_is_open_once_both_sides_have_opened_it()
    {
        var channel = A.Open("foo");
        Assert.False(channel.IsOpen);
        MuxPair.Deliver(A, B);
        Assert.Equal(["asked foo"], B.Log);

        channel = new MuxPair().Open("foo").OfA;
        Assert.True(channel.IsOpen);
        Assert.False(channel.IsClosed);
    }

    [Fact]
    public void Messages_arrive_with_their_types_in_order()
    {
        var (ofA, ofB) = _pair.Open("foo");
        Assert.True(ofA.TrySend(0, "one"u8));
        Assert.True(ofA.TrySend(300, "two"u8));
        Assert.True(ofB.TrySend(1, []));
        _pair.Deliver();

        Assert.Equal(["got foo 0 one", "got foo 300 two"], B.Log);
        Assert.Equal(["got foo 1"], A.Log);
    }

    [Fact]
    public void A_message_is_echoed()
    {
        var (ofA, _) = _pair.Open("echo");
        B.On = happened => happened.Channel?.TrySend(happened.Type, happened.Bytes.Span);
        Assert.True(ofA.TrySend(0, "hello"u8));
        _pair.Deliver();

        Assert.Equal(["got echo 0 hello"], A.Log);
    }

    [Fact]
    public void Messages_may_follow_the_open_before_the_peer_has_answered()
    {
        B.On = _ => { };
        var channel = A.Open("foo", handshake: "hi");
        Assert.True(channel.TrySend(0, "early"u8));
        _pair.Deliver();
        Assert.Equal(["asked foo"], B.Log);
        Assert.Equal("hi", Encoding.UTF8.GetString(Assert.Single(B.Requests).Handshake.Span));

        B.Open("foo");
        _pair.Deliver();
        Assert.Equal(["asked foo", "open foo hi", "got foo 0 early"], B.Log);
        Assert.Equal(["open foo"], A.Log);
        Assert.Equal(0, B.Mux.Stats.KeptBytes);
    }

    [Fact]
    public void Of_messages_that_were_kept_those_after_a_close_are_not_told()
    {
        B.On = happened => { if (happened.Kind == MuxEventKind.Received) happened.Channel!.Close(); };
        var channel = A.Open("foo");
        Assert.True(channel.TrySend(0, "one"u8));
        Assert.True(channel.TrySend(0, "two"u8));
        _pair.Deliver();
        B.Open("foo");
        _pair.Deliver();

        Assert.Equal(["asked foo", "open foo", "got foo 0 one", "close foo own"], B.Log);
        Assert.Equal(0, B.Mux.Stats.KeptMessages);
    }

    [Fact]
    public void Handshakes_are_exchanged_with_the_opens()
    {
        A.Open("foo", handshake: "from a");
        B.Open("foo", handshake: "from b");
        _pair.Deliver();

        Assert.Equal("open foo from b", A.Log[^1]);
        Assert.Equal("open foo from a", B.Log[^1]);
    }

    [Fact]
    public void A_channel_that_the_peer_does_not_want_is_closed()
    {
        A.Open("foo");
        _pair.Deliver();

        Assert.Equal(["close foo remote"], A.Log);
        Assert.True(A.Mux.IsIdle);
        Assert.True(B.Mux.IsIdle);
    }

    [Fact]
    public void Of_many_channels_the_unwanted_are_closed_and_the_others_open()
    {
        for (var i = 0; i < 10; i++) A.Open($"foo#{i}");
        B.Open("foo#1");
        B.Open("foo#7");
        _pair.Deliver();

        Assert.Equal(["open foo#1", "open foo#7"], A.Log.Where(told => told.StartsWith("open", StringComparison.Ordinal)));
        Assert.Equal(8, A.Log.Count(told => told.StartsWith("close", StringComparison.Ordinal)));
        Assert.Equal(["open foo#1", "open foo#7"], B.Log.Where(told => told.StartsWith("open", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_channel_closed_at_once_gives_its_number_back_however_the_peer_answers()
    {
        A.Open("wanted").Close();
        A.Open("unwanted").Close();
        B.Open("wanted");
        Assert.False(A.Mux.IsIdle);
        _pair.Deliver();

        Assert.True(A.Mux.IsIdle);
        Assert.Equal(["close wanted own", "close unwanted own"], A.Log);
        Assert.Equal(["close wanted remote"], B.Log.Where(told => told.StartsWith("close", StringComparison.Ordinal)));
        Assert.Null(A.Mux.Failure);
        Assert.Null(B.Mux.Failure);
    }

    [Fact]
    public void A_request_that_the_peer_takes_back_is_answered_so_that_its_number_can_be_used_again()
    {
        B.On = _ => { };
        A.Open("foo").Close();
        _pair.Deliver();

        Assert.False(Assert.Single(B.Requests).IsPending);
        Assert.False(B.Mux.Reject(B.Requests[0]));
        Assert.True(A.Mux.IsIdle);
        Assert.Equal(1u, A.Open("foo").LocalId);
        _pair.Deliver();
        Assert.Null(B.Mux.Failure);
    }

    [Fact]
    public void Nothing_is_sent_on_a_closed_channel()
    {
        var (ofA, ofB) = _pair.Open("foo");
        ofA.Close();
        ofA.Close();
        Assert.False(ofA.TrySend(0, "late"u8));
        Assert.True(ofB.TrySend(0, "on its way"u8));
        _pair.Deliver();

        Assert.Equal(["close foo own"], A.Log);
        Assert.Equal(["close foo remote"], B.Log);
        Assert.False(ofB.TrySend(0, "late"u8));
        Assert.Equal(1, A.Mux.Stats.MessagesIgnored);
    }

    [Fact]
    public void Messages_of_types_that_there_are_not_are_ignored()
    {
        Assert.True(A.Mux.TryOpen(new ChannelSpec("foo"), out var ofA));
        Assert.True(B.Mux.TryOpen(new ChannelSpec("foo") { MessageTypes = 2 }, out _));
        for (ulong type = 0; type < 4; type++) Assert.True(ofA.TrySend(type, []));
        _pair.Deliver();

        Assert.Equal(["open foo", "got foo 0", "got foo 1"], B.Log);
    }

    [Fact]
    public void What_is_corked_leaves_as_one_frame()
    {
        var (ofA, _) = _pair.Open("foo");
        A.Mux.Cork();
        A.Mux.Cork();
        Assert.True(ofA.TrySend(0, "one"u8));
        A.Open("bar");
        A.Mux.Uncork();
        Assert.True(ofA.TrySend(1, "two"u8));
        Assert.Empty(A.TakeFrames());
        A.Mux.Uncork();

        B.Handle(Assert.Single(A.TakeFrames()));
        Assert.Equal(["got foo 0 one", "asked bar", "got foo 1 two"], B.Log);
    }

    [Fact]
    public void A_cork_that_held_nothing_back_leaves_no_frame()
    {
        A.Mux.Cork();
        A.Mux.Uncork();
        Assert.Empty(A.TakeFrames());
        Assert.Throws<InvariantException>(A.Mux.Uncork);
    }

    [Fact]
    public void A_thousand_channels_open_in_one_frame()
    {
        A.Mux.Cork();
        for (var i = 0; i < 1000; i++)
        {
            A.Open($"foo#{i}");
            B.Open($"foo#{i}");
        }

        A.Mux.Uncork();
        B.Handle(Assert.Single(A.TakeFrames()));
        Assert.Equal(1000, B.Log.Count);
        Assert.Equal("open foo#999", B.Log[^1]);
    }

    [Fact]
    public void Answers_to_a_batch_leave_as_one_frame()
    {
        var (ofA, _) = _pair.Open("foo");
        B.On = happened => happened.Channel!.TrySend(0, happened.Bytes.Span);
        Batch(ofA);

        Assert.Single(B.TakeFrames());
    }

    [Fact]
    public void An_answer_that_takes_longer_holds_the_others_back_when_its_owner_corks()
    {
        var (ofA, ofB) = _pair.Open("foo");
        B.On = happened =>
        {
            Assert.True(B.Mux.IsAnsweringBatch);
            if (happened.Type == 0) B.Mux.Cork();
            else happened.Channel!.TrySend(1, []);
        };
        Batch(ofA);
        Assert.Empty(B.TakeFrames());

        Assert.True(ofB.TrySend(0, []));
        B.Mux.Uncork();
        A.Handle(Assert.Single(B.TakeFrames()));
        Assert.Equal(["got foo 1", "got foo 0"], A.Log);
    }

    [Fact]
    public void Channels_of_one_name_and_different_ids_do_not_meet()
    {
        A.Open("foo", id: "one");
        B.Open("foo", id: "two");
        B.On = A.On = _ => { };
        _pair.Deliver();

        Assert.Equal(["asked foo"], A.Log);
        Assert.Equal(["asked foo"], B.Log);
    }

    [Fact]
    public void Channels_of_one_name_meet_in_the_order_of_their_opens()
    {
        var first = A.Open("foo", handshake: "first");
        var second = A.Open("foo", handshake: "second");
        B.Open("foo", handshake: "third");
        B.Open("foo", handshake: "fourth");
        _pair.Deliver();

        Assert.Equal(["open foo third", "open foo fourth"], A.Log);
        Assert.Equal(["open foo first", "open foo second"], B.Log);
        Assert.True(first.TrySend(0, "hi"u8));
        second.Close();
        Assert.Same(first, A.Mux.Find("foo"));
    }

    [Fact]
    public void A_channel_that_is_to_be_the_only_one_is_refused_beside_another()
    {
        Assert.True(A.Mux.TryOpen(new ChannelSpec("new") { Aliases = ["old"] }, out var channel));
        Assert.False(A.Mux.TryOpen(new ChannelSpec("new"), out _));
        Assert.False(A.Mux.TryOpen(new ChannelSpec("old"), out _));
        Assert.True(A.Mux.TryOpen(new ChannelSpec("new", new byte[1]), out _));
        Assert.True(A.Mux.TryOpen(new ChannelSpec("new") { IsUnique = false }, out var second));

        channel.Close();
        second.Close();
        Assert.True(A.Mux.TryOpen(new ChannelSpec("new"), out _));
    }

    [Fact]
    public void A_request_under_an_older_name_is_answered_by_a_channel_that_knows_it()
    {
        B.On = _ => { };
        A.Open("old");
        _pair.Deliver();
        Assert.True(B.Mux.TryOpen(new ChannelSpec("new") { Aliases = ["old"] }, out var channel));
        B.TakeEvents();

        Assert.True(channel.IsOpen);
        Assert.Equal(["asked old", "open new"], B.Log);
    }

    [Fact]
    public void The_end_of_the_stream_closes_every_channel()
    {
        B.On = _ => { };
        _pair.Open("foo");
        B.Open("waiting");
        A.Open("asked");
        MuxPair.Deliver(A, B);
        B.Log.Clear();
        B.Mux.HandleClosed();
        B.Mux.HandleClosed();
        B.TakeEvents();

        Assert.Equal(["close foo remote", "close waiting remote"], B.Log);
        Assert.False(Assert.Single(B.Requests).IsPending);
        Assert.False(B.Mux.TryOpen(new ChannelSpec("late"), out _));
        Assert.Null(B.Mux.Failure);
    }

    [Fact]
    public void A_writer_is_told_to_wait_and_when_to_go_on()
    {
        var (ofA, _) = _pair.Open("foo");
        Assert.True(A.Mux.IsWritable);
        Assert.True(ofA.TrySend(0, new byte[MuxSettings.Default.HighWaterBytes]));
        Assert.False(A.Mux.IsWritable);
        _pair.Deliver();

        Assert.True(A.Mux.IsWritable);
        Assert.Equal(["drained"], A.Log);
    }

    [Fact]
    public void A_frame_is_not_handled_before_the_last_has_been_read()
    {
        A.Mux.HandleFrame(new byte[] { 1, 0 });
        Assert.Throws<InvariantException>(() => A.Mux.HandleFrame(new byte[] { 1, 0 }));
    }

    [Fact]
    public void A_message_costs_no_memory()
    {
        var (ofA, _) = _pair.Open("foo");
        var payload = new byte[100];
        var received = 0L;
        var allocated = Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                ofA.TrySend(1, payload);
                Pass();
            }

            A.Mux.Cork();
            for (var i = 0; i < 100; i++) ofA.TrySend(1, payload);
            A.Mux.Uncork();
            Pass();
        });

        Assert.Equal(0, allocated);
        Assert.True(received >= 200 * 100);

        void Pass()
        {
            while (A.Mux.TryTakeFrame(out var frame))
            {
                B.Mux.HandleFrame(frame);
                while (B.Mux.TryTakeEvent(out var happened)) received += happened.Bytes.Length;
            }
        }
    }

    private void Batch(MuxChannel ofA)
    {
        A.Mux.Cork();
        Assert.True(ofA.TrySend(0, "one"u8));
        Assert.True(ofA.TrySend(1, "two"u8));
        A.Mux.Uncork();
        MuxPair.Deliver(A, B);
    }
}
