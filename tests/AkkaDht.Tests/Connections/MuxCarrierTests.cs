using System.Text;
using AkkaDht.Connections;
using AkkaDht.Protocol.Protomux;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Muxers over connections, driven as the owner of a connection drives one.</summary>
public sealed class MuxCarrierTests : ConnectionsTest
{
    private (Side Left, Side Right)? _pair;

    [Fact]
    public void Channels_of_two_owners_meet_over_their_connection()
    {
        var (left, right) = OpenMuxers();
        var channel = left.Open("echo");
        right.Open("echo");
        right.On = happened => happened.Channel?.TrySend(happened.Type, happened.Bytes.Span);
        Assert.True(channel.TrySend(3, "hello"u8));

        Settle(left, right, () => left.Log.Contains("got 3 hello"));
        Assert.Equal(["open", "got 3 hello"], left.Log);
        Assert.Equal(["open", "got 3 hello"], right.Log);
    }

    [Fact]
    public void Frames_are_written_no_faster_than_the_connection_takes_them()
    {
        var (left, right) = OpenMuxers();
        var channel = left.Open("bulk");
        right.Open("bulk");
        for (var i = 0; i < 100; i++) Assert.True(channel.TrySend(0, new byte[10_000]));
        left.Drain();
        Assert.Equal(MuxCarrier.MaxWrites, left.Carrier.Writes);
        Assert.False(left.Carrier.Mux.IsWritable);

        Settle(left, right, () => right.Log.Count == 101);
        Assert.Contains("drained", left.Log);
        AwaitCondition(() => { left.Read(); return left.Carrier.Writes == 0; });
    }

    [Fact]
    public void The_peer_gets_its_room_back_when_what_it_asked_for_is_answered()
    {
        var connection = CreateTestProbe();
        var carrier = new MuxCarrier(connection, TestActor, MuxSettings.Default with { PauseAtBytes = 1000 });
        var sender = new Mux(MuxSettings.Default);
        Assert.True(sender.TryOpen(new ChannelSpec("asked"), out var channel));
        for (var i = 0; i < 2; i++) Assert.True(channel.TrySend(0, new byte[100]));

        var costs = 0L;
        while (sender.TryTakeFrame(out var frame))
        {
            var received = ReceivedOf(frame.ToArray());
            costs += received.Cost;
            carrier.Handle(received);
            carrier.Drain((in _) => { });
        }

        // All but the last, with which there was too much.
        var given = connection.ExpectMsg<Demand>().Bytes + connection.ExpectMsg<Demand>().Bytes;
        Assert.True(carrier.Mux.IsPaused);
        connection.ExpectNoMsg(TimeSpan.Zero);

        Assert.True(carrier.Mux.TryOpen(new ChannelSpec("asked"), out _));
        carrier.Drain((in _) => { });
        Assert.Equal(costs, given + connection.ExpectMsg<Demand>().Bytes);
    }

    [Fact]
    public void A_peer_that_breaks_a_rule_is_cut_off()
    {
        var connection = CreateTestProbe();
        var carrier = new MuxCarrier(connection, TestActor, MuxSettings.Default);
        carrier.Handle(ReceivedOf([0, 2, 9]));
        carrier.Drain((in _) => { });

        connection.ExpectMsg<Demand>();
        connection.ExpectMsg<Abort>();
        Assert.Equal(MuxError.InvalidReject, carrier.Mux.Failure);
    }

    [Fact]
    public void A_frame_that_was_not_taken_ends_the_connection()
    {
        var connection = CreateTestProbe();
        var carrier = new MuxCarrier(connection, TestActor, MuxSettings.Default);
        carrier.Handle(new WriteFailed(0, WriteFailure.TooManyWaiting));
        carrier.Handle(new WriteFailed(0, WriteFailure.TooManyWaiting));

        connection.ExpectMsg<Abort>();
        Assert.True(carrier.Mux.TryOpen(new ChannelSpec("late"), out _));
        carrier.Drain((in _) => { });
        connection.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_end_of_the_peer_is_answered_and_that_of_the_connection_closes_channels()
    {
        var (left, right) = OpenMuxers();
        left.Open("foo");
        right.Open("foo");
        Settle(left, right, () => left.Log.Contains("open") && right.Log.Contains("open"));

        left.Side.Tell(End.Instance);
        Settle(left, right, () => left.Log.Contains("close") && right.Log.Contains("close"));
        Assert.Equal("close", right.Log[^1]);
    }

    // As a connection tells it.
    private Received ReceivedOf(byte[] frame)
    {
        var (left, right) = _pair ??= Open();
        Write(left, frame);
        return right.Expect<Received>();
    }

    private (Party Left, Party Right) OpenMuxers()
    {
        var (left, right) = Open();
        return (new Party(left), new Party(right));
    }

    private void Settle(Party left, Party right, Func<bool> isSettled) => AwaitCondition(
        () =>
        {
            Advance(TimeSpan.FromMilliseconds(5));
            left.Read();
            right.Read();
            return isSettled();
        },
        TimeSpan.FromSeconds(20),
        TimeSpan.FromMilliseconds(1));

    /// <summary>An owner whose mailbox the test reads.</summary>
    private sealed class Party(Side side)
    {
        public MuxCarrier Carrier { get; } = new(side.Connection, side.Owner.Ref, MuxSettings.Default);

        public Side Side => side;

        public List<string> Log { get; } = [];

        public Action<MuxEvent>? On { get; set; }

        public MuxChannel Open(string protocol)
        {
            Assert.True(Carrier.Mux.TryOpen(new ChannelSpec(protocol), out var channel));
            return channel;
        }

        public void Read()
        {
            Drain();
            while (side.Owner.ReceiveOne(TimeSpan.FromMilliseconds(1)) is { } message)
            {
                switch (message)
                {
                    case Received received: Carrier.Handle(received); break;
                    case Written written: Carrier.Handle(written); break;
                    case WriteFailed failed: Carrier.Handle(failed); break;
                    case RemoteEnded ended: Carrier.Handle(ended); break;
                    case Closed closed: Carrier.Handle(closed); break;
                    default: throw new InvalidOperationException($"{message}");
                }

                Drain();
            }
        }

        public void Drain() => Carrier.Drain((in happened) =>
        {
            Log.Add(happened.Kind switch
            {
                MuxEventKind.Opened => "open",
                MuxEventKind.Closed => "close",
                MuxEventKind.Received => $"got {happened.Type} {Encoding.UTF8.GetString(happened.Bytes.Span)}",
                _ => "drained",
            });
            if (happened.Kind == MuxEventKind.Received) On?.Invoke(happened);
        });
    }
}
