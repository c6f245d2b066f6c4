using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.Datagrams;
using AkkaDht.Protocol.DhtRpc;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>Everything that reads a stranger's bytes, against mutated vectors.</summary>
public sealed class DecoderFuzzTests(ITestOutputHelper output)
{
    // What a run may allocate in all, however long it is.
    private const long AllocationBound = 16 * 1024;

    // How many cases TryRead has.
    private const int Primitives = 30;

    private readonly byte[] _first = new byte[8192];
    private readonly byte[] _second = new byte[8192];

    [Fact]
    public void Datagrams_are_decoded_or_refused_and_cost_no_memory()
    {
        var (requests, replies) = (0, 0);
        Run(datagram =>
        {
            _ = DatagramClassifier.Classify(datagram, PeerAddress.Loopback(1));
            if (RequestDatagram.TryDecode(datagram, out var request, out var requestError))
            {
                Assert.True(EncodesToItself(request));
                requests++;
            }

            if (ReplyDatagram.TryDecode(datagram, out var reply, out var replyError))
            {
                Assert.True(EncodesToItself(reply));
                replies++;
            }

            // Nothing is both, so one of them always says why not.
            Assert.True(requestError != DecodeError.None || replyError != DecodeError.None);
        });

        output.WriteLine($"{requests} decoded as requests, {replies} as replies.");
        Assert.True(requests > 0 && replies > 0, "no mutation was harmless enough to decode");
    }

    [Fact]
    public void Each_primitive_is_read_or_refused_and_costs_no_memory() => Run(bytes =>
    {
        for (var primitive = 0; primitive < Primitives; primitive++)
        {
            var reader = new CompactReader(bytes);
            TryRead(ref reader, primitive);
            Assert.True(reader.Position + reader.Remaining == bytes.Length);
        }
    });

    [Fact]
    public void Primitives_are_read_one_after_another_until_one_is_refused()
    {
        var order = new Random(Seed);
        Run(bytes =>
        {
            var reader = new CompactReader(bytes);
            while (reader.Remaining > 0 && TryRead(ref reader, order.Next(Primitives)))
                Assert.True(reader.Position + reader.Remaining == bytes.Length);
        });
    }

    [Fact]
    public void Text_is_as_long_as_its_bytes_at_most() => Repeat(bytes =>
    {
        var reader = new CompactReader(bytes);
        if (reader.TryReadString(out var text)) Assert.True(text.Length <= bytes.Length);
    });

    private static bool TryRead(ref CompactReader reader, int primitive) => primitive switch
    {
        0 => reader.TryReadUInt(out _),
        1 => reader.TryReadInt(out _),
        2 => reader.TryReadUInt8(out _),
        3 => reader.TryReadUInt16(out _),
        4 => reader.TryReadUInt24(out _),
        5 => reader.TryReadUInt32(out _),
        6 => reader.TryReadUInt40(out _),
        7 => reader.TryReadUInt48(out _),
        8 => reader.TryReadUInt56(out _),
        9 => reader.TryReadUInt64(out _),
        10 => reader.TryReadBool(out _),
        11 => reader.TryReadBitfield7(out _),
        12 => reader.TryReadFixed32(out _),
        13 => reader.TryReadFixed64(out _),
        14 => reader.TryReadBuffer(out _),
        15 => reader.TryReadOptionalBuffer(out _, out _),
        16 => reader.TryReadCount(1, out _),
        17 => reader.TryReadCount(32, out _),
        18 => reader.TryReadFrame(out _),
        19 => reader.TryReadBits(out _, out _),
        20 => reader.TryReadIpv4(out _),
        21 => reader.TryReadPeerAddress(out _),
        22 => reader.TryReadPeerAddresses(out _),
        23 => reader.TryReadIpv6(out _),
        24 => reader.TryReadIpv6PeerAddress(out _),
        25 => reader.TryReadIpv6PeerAddresses(out _),
        26 => reader.TryReadIp(out _),
        27 => reader.TryReadIpAddress(out _, out _),
        28 => CommandValues.TryReadPingNat(reader.ReadRaw(), out _),
        29 => CommandValues.TryReadDownHint(reader.ReadRaw(), out _) | CommandValues.TryReadDelayedPing(reader.ReadRaw(), out _),
        _ => throw new ArgumentOutOfRangeException(nameof(primitive)),
    };

    // What was decoded means the same when it is encoded anew.
    private bool EncodesToItself(in RequestDatagram request)
    {
        var length = request.Encode(_first);
        return length == request.Measure()
            && RequestDatagram.TryDecode(_first.AsSpan(0, length), out var again, out _)
            && _first.AsSpan(0, length).SequenceEqual(_second.AsSpan(0, again.Encode(_second)));
    }

    private bool EncodesToItself(in ReplyDatagram reply)
    {
        var length = reply.Encode(_first);
        return length == reply.Measure()
            && ReplyDatagram.TryDecode(_first.AsSpan(0, length), out var again, out _)
            && _first.AsSpan(0, length).SequenceEqual(_second.AsSpan(0, again.Encode(_second)));
    }

    private void Run(TakeBytes take)
    {
        var mutator = new Mutator(FuzzCorpus.Load(), Seed);
        take(mutator.Next());

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(take, mutator);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{allocated} bytes were allocated.");
        Assert.True(allocated < AllocationBound, $"SEED={Seed}: {allocated} bytes were allocated");
    }

    private void Repeat(TakeBytes take) => Repeat(take, new Mutator(FuzzCorpus.Load(), Seed));

    private void Repeat(TakeBytes take, Mutator mutator)
    {
        output.WriteLine($"SEED={Seed}, {Iterations} mutated vectors.");
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var bytes = mutator.Next();
            try
            {
                take(bytes);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"SEED={Seed}, iteration {iteration}: {Convert.ToHexStringLower(bytes)}", failure);
            }
        }
    }

    private delegate void TakeBytes(ReadOnlySpan<byte> bytes);
}
