using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>What the vectors do not say about requests and replies: which field is to blame, and what it costs.</summary>
public sealed class DatagramCodecTests
{
    private static readonly NodeId Id = new(1, 2, 3, 4);

    [Fact]
    public void A_request_cut_short_says_in_which_field()
    {
        var whole = FullRequest();
        (int Length, DecodeError Error)[] expected =
        [
            (0, DecodeError.Type),
            (1, DecodeError.Header),
            (9, DecodeError.Header),
            (10, DecodeError.Id),
            (41, DecodeError.Id),
            (42, DecodeError.Token),
            (73, DecodeError.Token),
            (74, DecodeError.Command),
            (75, DecodeError.Target),
            (106, DecodeError.Target),
            (107, DecodeError.Value),
            (whole.Length - 1, DecodeError.Value),
        ];

        foreach (var (length, error) in expected)
        {
            Assert.False(RequestDatagram.TryDecode(whole.AsSpan(0, length), out _, out var actual));
            Assert.Equal((length, error), (length, actual));
        }
    }

    [Fact]
    public void A_reply_cut_short_says_in_which_field()
    {
        var whole = FullReply();
        (int Length, DecodeError Error)[] expected =
        [
            (73, DecodeError.Token),
            (74, DecodeError.CloserNodes),
            (86, DecodeError.CloserNodes),
            (87, DecodeError.ErrorCode),
            (88, DecodeError.Value),
            (whole.Length - 1, DecodeError.Value),
        ];

        foreach (var (length, error) in expected)
        {
            Assert.False(ReplyDatagram.TryDecode(whole.AsSpan(0, length), out _, out var actual));
            Assert.Equal((length, error), (length, actual));
        }
    }

    [Fact]
    public void A_request_is_no_reply_and_a_reply_no_request()
    {
        Assert.False(ReplyDatagram.TryDecode(FullRequest(), out _, out var notReply));
        Assert.False(RequestDatagram.TryDecode(FullReply(), out _, out var notRequest));
        Assert.Equal((DecodeError.Type, DecodeError.Type), (notReply, notRequest));
    }

    [Fact]
    public void A_value_points_into_its_datagram()
    {
        var datagram = FullRequest();
        Assert.True(RequestDatagram.TryDecode(datagram, out var request, out _));
        Assert.True(datagram.AsSpan().Overlaps(request.Value));
    }

    [Fact]
    public void A_kept_reply_outlives_its_datagram()
    {
        var datagram = FullReply();
        Assert.True(ReplyDatagram.TryDecode(datagram, out var reply, out _));
        var kept = reply.ToReply(PeerAddress.Loopback(7), Id, TimeSpan.FromMilliseconds(12));
        datagram.AsSpan().Clear();

        Assert.Equal(new Node(Id, PeerAddress.Loopback(7)), kept.FromNode);
        Assert.Equal([PeerAddress.Loopback(8), PeerAddress.Loopback(9)], kept.CloserNodes);
        Assert.Equal([5, 6], kept.Value.GetValueOrDefault().ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(12), kept.Rtt);
    }

    [Fact]
    public void Decoding_and_encoding_allocate_nothing()
    {
        var (request, reply, destination) = (FullRequest(), FullReply(), new byte[256]);
        Pass();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            Assert.True(RequestDatagram.TryDecode(request, out var decodedRequest, out _));
            Assert.True(decodedRequest.Encode(destination) == request.Length);
            Assert.True(ReplyDatagram.TryDecode(reply, out var decodedReply, out _));
            Assert.True(decodedReply.Encode(destination) == reply.Length);
        }
    }

    private static byte[] FullRequest()
    {
        var request = new RequestDatagram
        {
            Tid = 1,
            To = PeerAddress.Loopback(2),
            HasId = true,
            Id = Id,
            HasToken = true,
            Token = default,
            IsInternal = true,
            Command = Commands.FindNode,
            HasTarget = true,
            Target = Id,
            HasValue = true,
            Value = [5, 6],
        };
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return datagram;
    }

    private static byte[] FullReply()
    {
        Span<byte> closerNodes = stackalloc byte[2 * PeerAddress.WireLength];
        PeerAddress.Loopback(8).CopyTo(closerNodes);
        PeerAddress.Loopback(9).CopyTo(closerNodes[PeerAddress.WireLength..]);
        var reply = new ReplyDatagram
        {
            Tid = 1,
            To = PeerAddress.Loopback(2),
            HasId = true,
            Id = Id,
            HasToken = true,
            Token = default,
            CloserNodes = closerNodes,
            Error = ErrorCodes.InvalidToken,
            HasValue = true,
            Value = [5, 6],
        };
        var datagram = new byte[reply.Measure()];
        reply.Encode(datagram);
        return datagram;
    }
}
