using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>One connection as an actor, from its id to its end.</summary>
public sealed class ConnectionActorTests : ConnectionsTest
{
    [Fact]
    public void Each_owner_learns_the_id_then_that_it_is_open_then_what_arrives_then_the_end()
    {
        var (left, right) = Open();

        Write(left, [1, 2, 3]);
        Assert.Equal([1, 2, 3], Read(right));
        Write(right, [4]);
        Assert.Equal([4], Read(left));

        left.Tell(End.Instance);
        right.Expect<RemoteEnded>();
        right.Tell(End.Instance);
        left.Expect<RemoteEnded>();
        Assert.Equal(new Closed(new EndReason(EndKind.Clean)), left.Expect<Closed>());
        Assert.Equal(new Closed(new EndReason(EndKind.Clean)), right.Expect<Closed>());
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void Messages_are_told_while_the_owner_has_room()
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 1 });
        for (byte i = 1; i <= 3; i++) Write(left, [i]);

        var first = right.Expect<Received>();
        right.Tell(GetConnectionStats.Instance);
        AwaitAssert(() =>
        {
            right.Tell(GetConnectionStats.Instance);
            Assert.True(right.Expect<ConnectionStats>().UnreadBytes > 0);
        });
        right.Tell(new Demand(first.Cost));

        Assert.Equal([1], first.Bytes.ToArray());
        Assert.Equal([2], right.Owner.FishForMessage<Received>(_ => true).Bytes.ToArray());
    }

    [Fact]
    public void An_owner_without_room_stops_the_writer_at_the_other_end()
    {
        Settings = Settings with { Connections = new() { ReceiveWindowBytes = 128 * 1024 } };
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 1 });
        const int Count = 64;

        for (var i = 0; i < Count; i++) left.Tell(new Write(new byte[64 * 1024], Tag: i));
        ExpectInTime<Received>(right).Return();
        for (var i = 0; i < 100; i++) Advance(TimeSpan.FromMilliseconds(10));
        left.Tell(GetConnectionStats.Instance);
        var whileHeldBack = ExpectInTime<ConnectionStats>(left);
        right.Tell(new Demand(long.MaxValue / 2));

        Assert.InRange(whileHeldBack.WaitingWrites, 1, Count - 1);
        for (var i = 1; i < Count; i++)
        {
            var received = ExpectInTime<Received>(right);
            Assert.Equal(64 * 1024, received.Bytes.Length);
            received.Return();
        }
    }

    [Fact]
    public void The_side_that_ends_first_may_still_read()
    {
        var (left, right) = Open();

        left.Tell(End.Instance);
        right.Expect<RemoteEnded>();
        Write(right, [7]);

        Assert.Equal([7], Read(left));
        left.Tell(new Write(new byte[1], Tag: 5));
        Assert.Equal(new WriteFailed(5, WriteFailure.Ended), left.Expect<WriteFailed>());
    }

    [Fact]
    public void Messages_written_before_the_end_arrive_before_it_even_if_nobody_had_room()
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 0 });
        Write(left, [1]);
        left.Tell(End.Instance);
        right.Tell(End.Instance);
        left.Expect<RemoteEnded>();

        right.Owner.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        right.Tell(new Demand(1));

        Assert.Equal([1], Read(right));
        right.Expect<RemoteEnded>();
        Assert.Equal(EndKind.Clean, right.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void An_abort_resets_the_peer()
    {
        var (left, right) = Open();

        left.Tell(Abort.Instance);

        Assert.Equal(EndKind.Aborted, left.Expect<Closed>().Reason.Kind);
        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void The_end_of_the_owner_is_the_end_of_the_connection()
    {
        var (left, right) = Open();

        Sys.Stop(left.Owner.Ref);

        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_end_that_its_owner_never_read_up_to_does_not_outlive_him(bool stops)
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 0 });
        Write(left, [1]);
        left.Tell(End.Instance);
        right.Tell(End.Instance);
        left.Expect<RemoteEnded>();

        if (stops) Sys.Stop(right.Owner.Ref);
        else right.Tell(Abort.Instance);

        if (!stops) Assert.Equal(EndKind.Aborted, right.Expect<Closed>().Reason.Kind);
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void A_closing_side_that_never_reads_ends_in_time()
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 0 });
        Write(left, [1]);
        left.Tell(End.Instance);
        right.Tell(Close.Instance);
        left.Expect<RemoteEnded>();

        Advance(Settings.Connections.CloseTimeout);

        Assert.Equal(EndKind.NotClosed, right.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void One_whose_end_was_wanted_before_it_opened_may_read_for_as_long_as_it_likes()
    {
        var (left, right) = (Reserve(), Reserve());
        left.Tell(new Connect(new StreamRoute(right.Opening.LocalId, Wire.Address), KeyAgreement.Introduce(LeftKey)));
        left.Tell(End.Instance);
        right.Tell(new Connect(new StreamRoute(left.Opening.LocalId, Address: null), KeyAgreement.Await(RightKey)));
        ExpectInTime<Opened>(left);
        ExpectInTime<RemoteEnded>(right);

        Advance(Settings.Connections.OpenTimeout);
        Write(right, [1]);

        Assert.Equal([1], Read(left));
    }

    [Fact]
    public void Room_without_bounds_stays_without_bounds()
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 1 });

        right.Tell(new Demand(long.MaxValue));
        right.Tell(new Demand(long.MaxValue));
        for (byte i = 0; i < 3; i++) Write(left, [i]);

        for (byte i = 0; i < 3; i++) Assert.Equal([i], Read(right));
    }

    [Fact]
    public void A_connection_that_fails_says_so_and_resets_the_peer()
    {
        var (left, right) = Open();

        left.Connection.Tell(Kill.Instance);

        Assert.Equal(EndKind.Failed, left.Expect<Closed>().Reason.Kind);
        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void A_peer_that_is_never_heard_of_ends_it_in_time()
    {
        var side = Reserve();

        Advance(Settings.Connections.OpenTimeout);

        Assert.Equal(EndKind.NotOpened, side.Expect<Closed>().Reason.Kind);
        AwaitAssert(() => Assert.Equal(0, Streams.Count));
    }

    [Fact]
    public void A_peer_that_does_not_answer_ends_it_in_time()
    {
        var side = Reserve();
        side.Tell(new Connect(new StreamRoute(new StreamId(1), Wire.Address), KeyAgreement.Introduce(LeftKey)));
        side.Tell(GetConnectionStats.Instance);
        side.Expect<ConnectionStats>();

        Assert.True(ExpectInTime<Closed>(side, TimeSpan.FromSeconds(1)).Reason.Kind is EndKind.NotOpened or EndKind.TimedOut);
    }

    [Fact]
    public void A_peer_that_vanishes_is_given_up()
    {
        var (left, _) = Open();
        Fate.IsCut = true;

        Assert.Equal(EndKind.TimedOut, ExpectInTime<Closed>(left, TimeSpan.FromSeconds(1)).Reason.Kind);
    }

    [Fact]
    public void A_closing_side_waits_for_its_peer_only_so_long()
    {
        var (left, right) = Open();

        left.Tell(Close.Instance);
        right.Expect<RemoteEnded>();
        Advance(Settings.Connections.CloseTimeout);

        Assert.Equal(EndKind.NotClosed, left.Expect<Closed>().Reason.Kind);
        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_flush_is_answered_when_the_peer_has_acknowledged_everything()
    {
        var (left, right) = Open();
        left.Tell(new Write(new byte[100_000]));
        left.Tell(Flush.Instance);

        Assert.True(ExpectInTime<Flushed>(left).HasArrived);
        Assert.Equal(100_000, Read(right).Length);
    }

    [Fact]
    public void A_flush_does_not_wait_for_what_was_written_after_it()
    {
        Settings = Settings with { Connections = new() { ReceiveWindowBytes = 128 * 1024 } };
        var (left, _) = Open(rightSpec: new() { ReadAheadBytes = 1 });

        left.Tell(new Write(new byte[1]));
        left.Tell(Flush.Instance);
        for (var i = 0; i < 64; i++) left.Tell(new Write(new byte[64 * 1024]));

        Assert.True(ExpectInTime<Flushed>(left).HasArrived);
    }

    [Fact]
    public void A_flush_among_writes_that_wait_is_answered_after_them()
    {
        var side = Reserve();
        side.Tell(new Connect(new StreamRoute(new StreamId(1), Address: null), KeyAgreement.Await(RightKey)));
        side.Tell(new Write(new byte[1], Tag: 1));
        side.Tell(Flush.Instance);

        side.Tell(Abort.Instance);

        Assert.Equal(new WriteFailed(1, WriteFailure.Ended), side.Expect<WriteFailed>());
        Assert.Equal(new Flushed(false), side.Expect<Flushed>());
    }

    [Fact]
    public void A_write_that_makes_the_connection_fail_is_answered_too()
    {
        var (left, _) = Open();
        using var broken = new BrokenMemory();

        left.Tell(new Write(broken.Memory, Tag: 4));

        Assert.Equal(new WriteFailed(4, WriteFailure.Ended), left.Expect<WriteFailed>());
        Assert.Equal(EndKind.Failed, left.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_flush_of_what_never_arrives_is_answered_with_the_end()
    {
        var (left, _) = Open();
        Fate.IsCut = true;
        left.Tell(new Write(new byte[1]));
        left.Tell(Flush.Instance);

        left.Tell(Abort.Instance);

        Assert.False(left.Owner.FishForMessage<Flushed>(_ => true).HasArrived);
    }

    [Fact]
    public void Beyond_the_bound_of_waiting_writes_a_write_fails_and_the_others_are_taken()
    {
        Settings = Settings with { Connections = new() { MaxWaitingWrites = 3 } };
        var side = Reserve();
        side.Tell(new Connect(new StreamRoute(new StreamId(1), Address: null), KeyAgreement.Await(RightKey)));

        for (var i = 0; i < 4; i++) side.Tell(new Write(new byte[1], Tag: i));
        var failed = side.Expect<WriteFailed>();
        side.Tell(Abort.Instance);

        Assert.Equal(new WriteFailed(3, WriteFailure.TooManyWaiting), failed);
        for (var i = 0; i < 3; i++) Assert.Equal(new WriteFailed(i, WriteFailure.Ended), side.Expect<WriteFailed>());
    }

    [Fact]
    public void A_message_that_no_frame_holds_fails_alone()
    {
        var (left, right) = Open();

        left.Tell(new Write(new byte[SecretStream.MaxMessageLength + 1], Tag: 9));
        Assert.Equal(new WriteFailed(9, WriteFailure.TooLong), left.Expect<WriteFailed>());

        Write(left, [1]);
        Assert.Equal([1], Read(right));
    }

    [Fact]
    public void A_write_before_the_peer_is_known_fails()
    {
        var side = Reserve();

        side.Tell(new Write(new byte[1], Tag: 2));

        Assert.Equal(new WriteFailed(2, WriteFailure.NotConnected), side.Expect<WriteFailed>());
    }

    [Fact]
    public void A_change_of_path_is_told_when_what_went_before_has_arrived()
    {
        var (left, right) = Open();

        left.Tell(new ChangePath(new StreamPath(SocketRole.Client, Wire.Address, right.Opening.LocalId)));
        left.Expect<PathChanged>();

        Write(left, [3]);
        Assert.Equal([3], Read(right));
    }

    [Fact]
    public void An_unordered_message_that_finds_no_room_is_lost()
    {
        var (left, right) = Open(rightSpec: new() { ReadAheadBytes = 1 });

        left.Tell(new Send(new byte[] { 1 }));
        left.Tell(new Send(new byte[] { 2 }));
        Assert.Equal([1], right.Expect<ReceivedUnordered>().Bytes.ToArray());
        Write(left, [3]);
        AwaitAssert(() =>
        {
            right.Tell(GetConnectionStats.Instance);
            Assert.True(right.Expect<ConnectionStats>().UnreadBytes > 0);
        });
        right.Tell(new Demand(1000));

        Assert.Equal([3], Read(right));
    }

    [Fact]
    public void An_id_that_another_stream_has_is_refused()
    {
        var taken = Reserve().Opening.LocalId;
        var owner = CreateTestProbe();

        StartConnection(new() { LocalId = taken }, owner);

        Assert.Equal(EndKind.IdTaken, owner.ExpectMsg<Closed>().Reason.Kind);
    }

    [Fact]
    public void Of_connections_that_have_ended_no_timer_fires()
    {
        var (left, right) = Open();
        Write(left, new byte[1000]);
        Read(right);
        left.Tell(Abort.Instance);
        Watch(left.Connection);
        Watch(right.Connection);
        left.Expect<Closed>();
        right.Expect<Closed>();
        ExpectTerminated(left.Connection);
        ExpectTerminated(right.Connection);
        var deadLetters = CreateTestProbe();
        Sys.EventStream.Subscribe(deadLetters.Ref, typeof(Akka.Event.AllDeadLetters));

        Advance(TimeSpan.FromHours(1));

        deadLetters.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_silent_peer_is_given_up_when_the_spec_says_so()
    {
        var (left, _) = Open(leftSpec: new() { Timeout = TimeSpan.FromSeconds(3), KeepAlive = TimeSpan.Zero }, rightSpec: new() { KeepAlive = TimeSpan.Zero });

        Assert.Equal(EndKind.Silent, ExpectInTime<Closed>(left, TimeSpan.FromSeconds(1)).Reason.Kind);
    }

    /// <summary>Memory of a writer that nobody can read.</summary>
    private sealed class BrokenMemory : System.Buffers.MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new InvalidOperationException("This memory is broken.");

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => default;

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
