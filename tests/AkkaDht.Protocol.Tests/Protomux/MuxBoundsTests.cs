using AkkaDht.Protocol.Protomux;

namespace AkkaDht.Protocol.Tests.Protomux;

/// <summary>Each bound of <see cref="MuxSettings"/>: what fits exactly is taken, and one more is not.</summary>
public sealed class MuxBoundsTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public void Messages_kept_for_one_channel(int sent, int bound) =>
        Keep(MuxSettings.Default with { MaxKeptMessagesPerChannel = bound }, sent, channels: 1, length: 0, isKept: sent <= bound);

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public void Bytes_kept_for_one_channel(int length) =>
        Keep(MuxSettings.Default with { MaxKeptBytesPerChannel = 2 * 612 }, sent: 2, channels: 1, length, isKept: length <= 100);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Messages_kept_for_all_channels(int channels) =>
        Keep(MuxSettings.Default with { MaxKeptMessages = 6 }, sent: 2, channels, length: 0, isKept: channels <= 3);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Bytes_kept_for_all_channels(int channels) =>
        Keep(MuxSettings.Default with { MaxKeptBytes = 3 * 612 }, sent: 1, channels, length: 100, isKept: channels <= 3);

    [Fact]
    public void Room_for_kept_messages_comes_back_with_their_answer()
    {
        var pair = new MuxPair(MuxSettings.Default with { MaxKeptMessages = 2, PauseAtBytes = 600 });
        pair.B.On = _ => { };
        for (var round = 0; round < 3; round++)
        {
            var channel = pair.A.Open("foo");
            Assert.True(channel.TrySend(0, []) && channel.TrySend(0, []));
            pair.Deliver();
            Assert.True(pair.B.Mux.IsPaused);

            if (round == 1) Assert.True(pair.B.Mux.Reject(pair.B.Requests[^1]));
            else pair.B.Open("foo").Close();
            pair.Deliver();
            Assert.False(pair.B.Mux.IsPaused);
            Assert.Null(pair.B.Mux.Failure);
        }
    }

    [Fact]
    public void Requests_that_wait_for_an_answer()
    {
        var pair = new MuxPair(MuxSettings.Default with { MaxRequests = 2 });
        pair.B.On = _ => { };
        for (var i = 0; i < 3; i++) pair.A.Open($"foo#{i}");
        pair.Deliver();

        Assert.Equal(["close foo#2 remote"], pair.A.Log);
        Assert.Equal((2, 1), (pair.B.Mux.Stats.Requests, pair.B.Mux.Stats.OpensRefused));
    }

    [Fact]
    public void Channels_of_ours()
    {
        var mux = new Mux(MuxSettings.Default with { MaxChannels = 2 });
        Assert.True(mux.TryOpen(new ChannelSpec("one"), out var one));
        Assert.True(mux.TryOpen(new ChannelSpec("two"), out _));
        Assert.False(mux.TryOpen(new ChannelSpec("three"), out _));

        // Its number is free only when the peer has answered.
        one.Close();
        Assert.False(mux.TryOpen(new ChannelSpec("three"), out _));
        mux.HandleFrame(new byte[] { 0, 2, 1 });
        Assert.False(mux.TryTakeEvent(out var closed) && closed.Kind != MuxEventKind.Closed);
        while (mux.TryTakeEvent(out _)) { }
        Assert.True(mux.TryOpen(new ChannelSpec("three"), out _));
    }

    [Fact]
    public void Channels_of_the_peer()
    {
        var settings = MuxSettings.Default with { MaxChannels = 2 };
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(settings));
        b.On = _ => { };
        for (var i = 0; i < 5; i++) a.Open($"foo#{i}");
        MuxPair.Deliver(a, b);
        MuxPair.Deliver(b, a);

        Assert.Equal(["close foo#2 remote", "close foo#3 remote", "close foo#4 remote"], a.Log);
        Assert.Equal(3, b.Mux.Stats.OpensRefused);
        Assert.Null(b.Mux.Failure);

        // What was asked for cannot be rejected any more.
        b.Open("late");
        a.Open("x");
        a.Open("y");
        a.Open("late");
        MuxPair.Deliver(a, b);
        Assert.Equal(MuxError.TooManyChannels, b.Mux.Failure);
    }

    [Theory]
    [InlineData(8, 8, 8, true)]
    [InlineData(9, 8, 8, false)]
    [InlineData(8, 9, 8, false)]
    [InlineData(8, 8, 9, false)]
    public void Lengths_of_what_a_request_says(int protocol, int id, int handshake, bool isTaken)
    {
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(MuxSettings.Default with { MaxProtocolBytes = 8, MaxIdBytes = 8, MaxHandshakeBytes = 8 }));
        b.On = _ => { };
        a.Open(new string('p', protocol), new string('h', handshake), new string('i', id));
        MuxPair.Deliver(a, b);
        MuxPair.Deliver(b, a);

        Assert.Equal(isTaken, b.Requests.Count == 1);
        Assert.Equal(isTaken, a.Log.Count == 0);
        Assert.Equal(isTaken ? 0 : 1, b.Mux.Stats.OpensRefused);
    }

    [Theory]
    [InlineData(8, null)]
    [InlineData(9, MuxError.HandshakeTooLong)]
    public void Length_of_the_handshake_of_an_answer(int length, MuxError? failure)
    {
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(MuxSettings.Default with { MaxHandshakeBytes = 8 }));
        b.Open("foo");
        a.Open("foo", new string('h', length));
        MuxPair.Deliver(a, b);

        Assert.Equal(failure, b.Mux.Failure);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, MuxError.BatchTooDeep)]
    public void Batches_within_batches(int depth, MuxError? failure)
    {
        byte[] frame = [0, 0, 1];
        for (var level = 1; level < depth; level++) frame = [0, 0, 0, (byte)(frame.Length - 1), .. frame[1..]];
        var end = new MuxEnd(MuxSettings.Default with { MaxBatchDepth = 3 });
        end.Handle(frame);

        Assert.Equal(failure, end.Mux.Failure);
    }

    [Fact]
    public void Length_of_a_frame()
    {
        var pair = new MuxPair(MuxSettings.Default with { MaxFrameBytes = 100 });
        var (ofA, _) = pair.Open("foo");

        // Head of a batch, length of the item, type: 5 bytes.
        Assert.True(ofA.TrySend(0, new byte[95]));
        Assert.False(ofA.TrySend(0, new byte[96]));
        pair.A.Mux.Cork();
        for (var i = 0; i < 5; i++) Assert.True(ofA.TrySend(0, new byte[40]));
        pair.A.Mux.Uncork();
        var frames = pair.A.TakeFrames();
        Assert.Equal([97, 87, 87, 45], frames.Select(frame => frame.Length));
    }

    [Fact]
    public void Bytes_that_the_carrier_has_not_taken()
    {
        var pair = new MuxPair(MuxSettings.Default with { MaxUnsentBytes = 100 });
        var (ofA, _) = pair.Open("foo");
        Assert.True(ofA.TrySend(0, new byte[90]));
        Assert.False(ofA.TrySend(0, new byte[90]));
        pair.Deliver();
        Assert.True(ofA.TrySend(0, new byte[90]));
    }

    [Fact]
    public void Answers_that_the_peer_makes_necessary_and_does_not_take()
    {
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(MuxSettings.Default with { MaxUnsentBytes = 30 }));
        for (var i = 0; i < 11; i++) a.Open($"foo#{i}");
        foreach (var frame in a.TakeFrames()) b.Handle(frame);

        Assert.Equal(MuxError.TooMuchUnsent, b.Mux.Failure);
        Assert.True(b.Mux.Stats.UnsentBytes <= 33);
    }

    [Fact]
    public void Opens_without_end_leave_nothing_behind()
    {
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(MuxSettings.Default));
        for (var i = 0; i < 1000; i++)
        {
            a.Open($"foo#{i}");
            MuxPair.Deliver(a, b);
            MuxPair.Deliver(b, a);
        }

        Assert.True(b.Mux.IsIdle && a.Mux.IsIdle);
        Assert.Equal(0, b.Mux.Stats.Requests);
        Assert.Equal(0, b.Mux.MeetingsCount);
        Assert.Equal(0, a.Mux.MeetingsCount);
    }

    private static void Keep(MuxSettings settings, int sent, int channels, int length, bool isKept)
    {
        var (a, b) = (new MuxEnd(MuxSettings.Default), new MuxEnd(settings));
        b.On = _ => { };
        for (var i = 0; i < channels; i++)
        {
            var channel = a.Open($"foo#{i}");
            for (var j = 0; j < sent; j++) Assert.True(channel.TrySend(0, new byte[length]));
        }

        MuxPair.Deliver(a, b);
        Assert.Equal(isKept ? null : MuxError.TooMuchKept, b.Mux.Failure);
        Assert.Equal(isKept ? sent * channels : 0, b.Mux.Stats.KeptMessages);
        Assert.Equal(isKept ? sent * channels * (512 + length) : 0, b.Mux.Stats.KeptBytes);
    }
}
