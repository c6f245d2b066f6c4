using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Tests.Crypto;
using static AkkaDht.Protocol.Tests.SecretStreams.StreamPair;

namespace AkkaDht.Protocol.Tests.SecretStreams;

/// <summary>What a message costs on its way, and what a stream holds that waits.</summary>
public sealed class StreamPathTests
{
    // What a carrier hands over at a time.
    private const int Piece = 1400;

    public static TheoryData<string> Suites => CipherData.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void Messages_allocate_nothing(string suite)
    {
        var pair = Opened(suite: Protocol.Crypto.CryptoSuites.Select(suite));
        var (small, large) = (new byte[64], new byte[65_536]);
        var frames = new byte[10 * SecretStream.MeasureFrame(small.Length) + SecretStream.MeasureFrame(large.Length)];
        Exchange();

        // A collection may empty the pool of buffers at any time: what is asked is that it does not have to be filled each time.
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var received = Exchange();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(11, received);
        }

        Assert.Equal(0, least);

        int Exchange()
        {
            var rest = frames.AsSpan();
            for (var i = 0; i < 10; i++) Write(small, ref rest);
            Write(large, ref rest);

            var messages = 0;
            for (rest = frames; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                pair.Responder.HandleBytes(Instant.Zero, rest[..Math.Min(Piece, rest.Length)]);
                for (; pair.Responder.TryTakeMessage(out var message); messages++) message.Return();
            }

            return messages;
        }

        void Write(byte[] message, ref Span<byte> room)
        {
            var length = SecretStream.MeasureFrame(message.Length);
            pair.Initiator.WriteFrame(Instant.Zero, message, room[..length]);
            room = room[length..];
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Unordered_messages_allocate_nothing(string suite)
    {
        var pair = Opened(suite: Protocol.Crypto.CryptoSuites.Select(suite));
        var (plain, datagram) = (new byte[1000], new byte[SecretStream.MeasureDatagram(1000)]);
        Exchange();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var opened = Exchange();
        Assert.Equal((true, 0L), (opened, GC.GetAllocatedBytesForCurrentThread() - before));

        bool Exchange() => pair.Initiator.TrySealDatagram(plain, datagram) && pair.Responder.TryOpenDatagram(datagram, plain, out _);
    }

    [Fact]
    public void A_stream_that_waits_is_small()
    {
        const int Streams = 1000;
        var pairs = new StreamPair[Streams];
        pairs[0] = Opened();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Streams; i++) pairs[i] = Opened();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (2 * Streams);

        // With what the test itself makes for two of them.
        Assert.True(each < 3 * 1024, $"{each} bytes");
        GC.KeepAlive(pairs);
    }

    [Fact]
    public void A_reader_that_was_slow_once_holds_no_room_for_it()
    {
        var pair = Opened();
        for (var i = 0; i < 10_000; i++) pair.Responder.HandleBytes(Instant.Zero, Frame(pair.Initiator));
        Assert.Equal(200_000, pair.Responder.BufferedBytes);
        Assert.Equal(10_000, Taken(pair.Responder).Length);

        Assert.Equal((0, false), (pair.Responder.BufferedBytes, pair.Responder.HasMessage));
        Assert.True(pair.Responder.RoomForMessages <= 256, $"{pair.Responder.RoomForMessages} places");
    }
}
