using System.Buffers.Binary;
using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Sockets;
using AkkaDht.Tests.Support;
using static AkkaDht.Sockets.SocketMessages;

namespace AkkaDht.Tests.Sockets;

/// <summary>One socket as an actor; <see cref="PartsTest.Requests"/> receives its datagrams.</summary>
public sealed class UdpSocketActorTests : PartsTest
{
    private static readonly PeerAddress Peer = PeerAddress.Loopback(9);

    private readonly FakeNetwork _network = new();

    public UdpSocketActorTests() => Settings = Settings with { Sockets = new() { MaxWaitingBatches = 2 }, SocketFactory = _network };

    [Fact]
    public void A_socket_asks_where_to_bind_and_tells_both_its_parent_and_its_receiver_when_it_is()
    {
        StartSocket();

        var expected = new Bound(SocketRole.Server, PeerAddress.Loopback(5000));
        Assert.Equal(expected, Parent.ExpectMsg<Bound>());
        Assert.Equal(expected, Requests.ExpectMsg<Bound>());
    }

    [Fact]
    public void A_taken_port_makes_way_for_the_next_one()
    {
        _network.Take(5000);

        StartSocket(5000, 5001);

        Assert.Equal(5001, Parent.ExpectMsg<Bound>().Local.Port);
    }

    [Fact]
    public void A_socket_that_finds_no_port_says_which_was_the_last_it_tried()
    {
        _network.Take(5000);

        StartSocket(5000);

        Assert.Contains("0.0.0.0:5000", Parent.ExpectMsg<BindFailed>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Datagrams_arrive_as_batches_that_name_their_sender()
    {
        StartBoundSocket();

        Arrive(1);

        var batch = Requests.ExpectMsg<DatagramBatch>();
        Assert.Equal((1, Peer, SocketRole.Server), (batch.Count, batch.From(0), batch.Socket));
        Assert.Equal(1, Parts.ServerCounters.Snapshot.Received);
    }

    [Fact]
    public void With_too_many_batches_waiting_the_socket_is_not_read_until_they_are_back()
    {
        var socket = StartBoundSocket();
        Arrive(1);
        var first = Requests.ExpectMsg<DatagramBatch>();

        for (var i = 0; i < 500; i++) Arrive(1);
        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        var unread = _network.At(5000).Waiting;
        socket.Tell(first, Requests.Ref);

        Assert.Equal(500, unread);
        Assert.Equal(500, ReadToTheEnd(socket));
        Assert.InRange(Parts.ServerCounters.Snapshot.Pauses, 1, 500);
    }

    [Fact]
    public void Datagrams_that_are_too_long_are_counted_and_do_not_keep_the_socket_from_sending()
    {
        var socket = StartBoundSocket();
        for (var i = 0; i < 1000; i++) _network.At(5000).Arrive(Peer, new byte[DatagramBatch.SlotBytes + 1]);

        Arrive(1);

        Assert.Equal(1, ReadToTheEnd(socket, 1));
        Assert.Equal(1000, Parts.ServerCounters.Snapshot.Oversized);
    }

    [Fact]
    public void Packets_of_a_stream_go_to_its_connection_and_hold_up_nobody()
    {
        var connection = CreateTestProbe();
        var entry = Parts.Streams.Add(Settings.NewRandom(), connection.Ref, maxWaitingPackets: 100)!;
        StartBoundSocket();

        for (var i = 0; i < 50; i++)
        {
            _network.At(5000).Arrive(Peer, PacketFor(entry.Id));
            Assert.Equal(Peer, connection.ExpectMsg<DatagramBatch>().From(0));
        }

        Arrive(1);
        Assert.Equal(1, Requests.ExpectMsg<DatagramBatch>().Count);
        Assert.Equal(51, Parts.ServerCounters.Snapshot.Received);
    }

    [Fact]
    public void The_system_may_join_datagrams_only_while_there_are_streams()
    {
        var socket = StartBoundSocket();
        var entry = Parts.Streams.Add(Settings.NewRandom(), CreateTestProbe().Ref, maxWaitingPackets: 100)!;

        Arrive(1);
        socket.Tell(Requests.ExpectMsg<DatagramBatch>());
        var withStream = _network.At(5000).IsJoining;
        Parts.Streams.Remove(entry);
        Arrive(2);
        Requests.ExpectMsg<DatagramBatch>();

        Assert.True(withStream);
        Assert.False(_network.At(5000).IsJoining);
    }

    [Fact]
    public void A_batch_told_is_sent()
    {
        var socket = StartBoundSocket();

        socket.Tell(BatchOf([1, 2, 3]));

        AwaitCondition(() => Parts.ServerCounters.Snapshot.Sent == 1);
        var (to, datagram) = Assert.Single(_network.At(5000).Sent);
        Assert.Equal(Peer, to);
        Assert.Equal([1, 2, 3], datagram);
    }

    [Fact]
    public void What_is_to_be_sent_before_the_socket_is_bound_is_lost_and_counted()
    {
        var socket = Start(SocketProps(), "udp-0");
        Parent.ExpectMsg<Ready>();

        socket.Tell(BatchOf([1]));

        AwaitCondition(() => Parts.ServerCounters.Snapshot.Unsent == 1);
    }

    [Fact]
    public void A_socket_that_fails_closes_and_asks_again_where_to_bind()
    {
        var socket = StartBoundSocket();

        _network.At(5000).Tear();

        Parent.ExpectMsg(new Ready(SocketRole.Server));
        socket.Tell(new Bind([5000]));
        Parent.ExpectMsg<Bound>();
        Requests.ExpectMsg<Bound>();
        Arrive(1);
        Requests.ExpectMsg<DatagramBatch>();
    }

    [Fact]
    public void A_socket_that_stops_is_closed()
    {
        var socket = StartBoundSocket();
        Watch(socket);

        Sys.Stop(socket);
        ExpectTerminated(socket);

        Assert.Equal(0, _network.OpenSockets);
    }

    private IActorRef StartSocket(params ushort[] ports)
    {
        var socket = Start(SocketProps(), "udp-0");
        Parent.ExpectMsg(new Ready(SocketRole.Server));
        socket.Tell(new Bind(ports.Length > 0 ? ports : [5000]));
        return socket;
    }

    private IActorRef StartBoundSocket()
    {
        var socket = StartSocket();
        Parent.ExpectMsg<Bound>();
        Requests.ExpectMsg<Bound>();
        return socket;
    }

    private Props SocketProps()
    {
        var parts = Parts;
        return Props.Create(() => new UdpSocketActor(SocketRole.Server, parts));
    }

    private void Arrive(byte content) => _network.At(5000).Arrive(Peer, [content]);

    private int ReadToTheEnd(IActorRef socket, int wanted = 500)
    {
        var read = 0;
        while (read < wanted)
        {
            var batch = Requests.ExpectMsg<DatagramBatch>();
            read += batch.Count;
            socket.Tell(batch, Requests.Ref);
        }

        return read;
    }

    private static byte[] PacketFor(uint id)
    {
        var packet = new byte[20];
        (packet[0], packet[1]) = (0xff, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(4), id);
        return packet;
    }

    private static TransmitBatch BatchOf(byte[] datagram)
    {
        var batch = new TransmitBatch();
        batch.Add(new Transmit(SocketRole.Server, Peer, datagram));
        return batch;
    }
}
