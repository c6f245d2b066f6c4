using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What a reply costs, and that its bytes stay good until they are sent.</summary>
public sealed class ReplyPathTests
{
    private const int Datagrams = 10_000;

    [Theory]
    [InlineData(Commands.Ping, false)]
    [InlineData(Commands.Ping, true)]
    [InlineData(Commands.FindNode, false)]
    [InlineData(Commands.FindNode, true)]
    public void A_reply_to_an_internal_command_allocates_nothing(ulong command, bool showsIdAndToken)
    {
        var endpoint = new EndpointUnderTest(With(new AnswerSettings { UnverifiedBytesPerSecond = int.MaxValue }), isEphemeral: false);
        endpoint.Know(Enumerable.Range(0, 60).Select(number => new PeerAddress(0x50000000u + ((uint)number << 16), 1)));
        var datagram = Encode(new RequestDatagram
        {
            IsInternal = true,
            Command = command,
            HasTarget = true,
            Target = Target,
            HasId = showsIdAndToken,
            Id = NodeAt(Peer).Id,
            HasToken = showsIdAndToken,
            Token = endpoint.Tokens.Issue(Instant.Zero, Peer.Host),
        });
        Exchange(endpoint.Machine, datagram, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var replies = Exchange(endpoint.Machine, datagram, Datagrams);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((Datagrams, 0L), (replies, allocated));
    }

    [Fact]
    public void Replies_that_wait_to_be_sent_keep_their_bytes_however_many_there_are()
    {
        var queue = new TransmitQueue();
        for (var i = 0; i < 1_000; i++)
        {
            queue.Reserve(i).Fill((byte)i);
            queue.AddReserved(i, SocketRole.Server, Peer);
            if (i % 7 == 0) queue.Add(new Transmit(SocketRole.Client, OtherPeer, new byte[] { (byte)i }));
        }

        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(queue.TryTake(out var reply));
            Assert.Equal((i, SocketRole.Server, Peer), (reply.Datagram.Length, reply.Socket, reply.To));
            Assert.Equal(-1, reply.Datagram.Span.IndexOfAnyExcept((byte)i));
            if (i % 7 != 0) continue;

            Assert.True(queue.TryTake(out var request));
            Assert.Equal((1, SocketRole.Client, OtherPeer), (request.Datagram.Length, request.Socket, request.To));
        }

        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void Only_as_much_as_was_written_of_what_was_reserved_is_sent()
    {
        var queue = new TransmitQueue();
        queue.Reserve(100)[0] = 7;
        queue.AddReserved(1, SocketRole.Server, Peer);

        Assert.True(queue.TryTake(out var transmit));
        Assert.Equal([7], transmit.Datagram.ToArray());
    }

    [Fact]
    public void What_was_taken_stays_good_while_others_wait_and_more_are_added()
    {
        var queue = new TransmitQueue();
        Add(queue, 1);
        Add(queue, 2);
        Assert.True(queue.TryTake(out var first));

        Add(queue, 3);

        Assert.Equal(1, first.Datagram.Span[0]);
    }

    [Fact]
    public void A_cleared_queue_has_nothing_to_send()
    {
        var queue = new TransmitQueue();
        Add(queue, 1);

        queue.Clear();

        Assert.False(queue.TryTake(out _));
    }

    private static void Add(TransmitQueue queue, byte content)
    {
        queue.Reserve(1)[0] = content;
        queue.AddReserved(1, SocketRole.Server, Peer);
    }

    private static int Exchange(RpcEndpoint<int> machine, byte[] datagram, int times)
    {
        var replies = 0;
        for (var i = 0; i < times; i++)
        {
            machine.HandleDatagram(Instant.Zero, SocketRole.Server, Peer, datagram);
            while (machine.TryTakeHeard(out _)) { }
            while (machine.TryTakeNatSample(out _)) { }
            while (machine.TryTakeTransmit(out _)) replies++;
        }

        return replies;
    }

    private static byte[] Encode(RequestDatagram request)
    {
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return datagram;
    }
}
