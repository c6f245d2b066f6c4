using System.Buffers.Binary;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Sockets;

/// <summary>Which packets go to which connection, and what remains for <c>requests</c>.</summary>
public sealed class StreamSorterTests : PartsTest
{
    private const int MaxWaiting = 8;

    private static readonly PeerAddress Peer = PeerAddress.Loopback(9);
    private static readonly byte[] Request = [3, 1, 2];

    private readonly TestProbe _first;
    private readonly TestProbe _second;
    private readonly StreamTable _table = new(capacity: 3);
    private readonly StreamEntry _a;
    private readonly StreamEntry _b;
    private readonly StreamSorter _sorter;

    public StreamSorterTests()
    {
        (_first, _second) = (CreateTestProbe(), CreateTestProbe());
        var random = Settings.NewRandom();
        (_a, _b) = (_table.Add(random, _first.Ref, MaxWaiting)!, _table.Add(random, _second.Ref, MaxWaiting)!);
        _sorter = new StreamSorter(_table, SocketRole.Client);
    }

    [Fact]
    public void A_batch_of_one_stream_is_handed_over_as_it_is()
    {
        var batch = LongPackets(_a, count: 6);

        Assert.Null(_sorter.Sort(batch));

        Assert.Same(batch, _first.ExpectMsg<DatagramBatch>());
    }

    [Fact]
    public void A_few_packets_do_not_keep_the_room_for_many()
    {
        var batch = BatchOf(Packet(_a, 1), Packet(_a, 2));

        Assert.Null(_sorter.Sort(batch));

        var told = _first.ExpectMsg<DatagramBatch>();
        Assert.Equal([Packet(_a, 1), Packet(_a, 2)], Contents(told));
        Assert.True(told.Arena.Length < batch.Arena.Length);
        Assert.Equal(2, _a.WaitingPackets);
    }

    [Fact]
    public void A_batch_counts_for_the_memory_that_it_holds_and_for_nothing_once_it_is_handled()
    {
        _sorter.Sort(LongPackets(_a, count: 6));
        var alone = _a.WaitingPackets;
        _sorter.Sort(LongPackets(_a, count: 6));
        var dropped = _a.DroppedPackets;

        _a.Handled(_first.ExpectMsg<DatagramBatch>());

        Assert.Equal((16, 6, 0), (alone, dropped, _a.WaitingPackets));
        _first.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Of_a_mixed_batch_each_stream_gets_its_packets_in_order_and_the_rest_remains()
    {
        var batch = BatchOf(Packet(_a, 1), Request, Packet(_b, 2), Packet(_a, 3), [.. Request, 9]);

        var rest = _sorter.Sort(batch);

        Assert.Same(batch, rest);
        Assert.Equal([Request, [.. Request, 9]], Contents(rest!));
        var forFirst = _first.ExpectMsg<DatagramBatch>();
        Assert.Equal([Packet(_a, 1), Packet(_a, 3)], Contents(forFirst));
        Assert.Equal((SocketRole.Client, Peer), (forFirst.Socket, forFirst.From(1)));
        Assert.Equal([Packet(_b, 2)], Contents(_second.ExpectMsg<DatagramBatch>()));
    }

    [Fact]
    public void Of_a_batch_of_two_streams_nothing_remains()
    {
        Assert.Null(_sorter.Sort(BatchOf(Packet(_a, 1), Packet(_b, 2))));

        _first.ExpectMsg<DatagramBatch>();
        _second.ExpectMsg<DatagramBatch>();
    }

    [Fact]
    public void More_packets_than_a_small_batch_holds_arrive_in_two_in_order()
    {
        var roomy = _table.Add(Settings.NewRandom(), _first.Ref, maxWaitingPackets: 64)!;
        byte[][] packets = [.. Enumerable.Range(0, 7).Select(i => Packet(roomy, (byte)i, length: 1500))];

        _sorter.Sort(BatchOf([Request, .. packets]));

        Assert.Equal(packets, Contents(_first.ExpectMsg<DatagramBatch>()).Concat(Contents(_first.ExpectMsg<DatagramBatch>())));
    }

    [Fact]
    public void What_only_looks_like_a_packet_of_a_stream_remains()
    {
        byte[][] others = [Packet(_a, 1)[..19], [.. Packet(_a, 1).Select((value, i) => i == 1 ? (byte)2 : value)], PacketOf(_a.Id ^ _b.Id ^ 1, 1), []];

        Assert.Equal(others, Contents(_sorter.Sort(BatchOf(others))!));
    }

    [Fact]
    public void Packets_beyond_the_bound_are_dropped_and_counted_until_others_have_been_handled()
    {
        for (var i = 0; i < MaxWaiting; i++) _sorter.Sort(BatchOf(Packet(_a, (byte)i)));
        _sorter.Sort(BatchOf(Packet(_a, 99)));
        var (waiting, dropped) = (_a.WaitingPackets, _a.DroppedPackets);

        _a.Handled(_first.ExpectMsg<DatagramBatch>());
        _sorter.Sort(BatchOf(Packet(_a, 100)));

        Assert.Equal((MaxWaiting, 1), (waiting, dropped));
        var told = _first.ReceiveN(MaxWaiting).Cast<DatagramBatch>().Select(batch => batch[0][^1]);
        Assert.Equal<byte>([1, 2, 3, 4, 5, 6, 7, 100], told);
    }

    [Fact]
    public void A_stream_that_was_removed_has_no_packets_any_more()
    {
        _table.Remove(_a);

        Assert.Equal([Packet(_a, 1)], Contents(_sorter.Sort(BatchOf(Packet(_a, 1)))!));
    }

    [Fact]
    public void A_full_table_takes_no_further_stream_until_one_is_removed()
    {
        var random = Settings.NewRandom();
        var third = _table.Add(random, _first.Ref, MaxWaiting);

        var fourth = _table.Add(random, _first.Ref, MaxWaiting);
        _table.Remove(third!);

        Assert.Null(fourth);
        Assert.NotNull(_table.Add(random, _first.Ref, MaxWaiting));
    }

    [Fact]
    public void An_id_that_is_taken_is_drawn_again()
    {
        var table = new StreamTable(2);

        var first = table.Add(new Repeating(5, 5, 6), _first.Ref, MaxWaiting)!;
        var second = table.Add(new Repeating(5, 6), _first.Ref, MaxWaiting)!;

        Assert.Equal((5u, 6u), (first.Id, second.Id));
    }

    private static byte[] Packet(StreamEntry entry, byte content, int length = 21) => PacketOf(entry.Id, content, length);

    private static byte[] PacketOf(uint id, byte content, int length = 21)
    {
        var packet = new byte[length];
        (packet[0], packet[1], packet[^1]) = (0xff, 1, content);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(4), id);
        return packet;
    }

    private static DatagramBatch BatchOf(params byte[][] datagrams)
    {
        var batch = BatchPool.RentReceive(isBusy: true);
        batch.Begin(SocketRole.Client);
        foreach (var datagram in datagrams) Assert.True(batch.TryAdd(Peer, datagram));
        return batch;
    }

    private static DatagramBatch LongPackets(StreamEntry entry, int count) =>
        BatchOf([.. Enumerable.Range(0, count).Select(i => Packet(entry, (byte)i, length: 1500))]);

    private static byte[][] Contents(DatagramBatch batch) => [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].ToArray())];

    private sealed class Repeating(params uint[] numbers) : IRandomSource
    {
        private int _next;

        public void Fill(Span<byte> destination) => BinaryPrimitives.WriteUInt32LittleEndian(destination, numbers[_next++]);

        public int Next(int exclusiveUpperBound) => 0;
    }
}
