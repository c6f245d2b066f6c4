using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.HyperDht.Relaying;
using Xunit.Abstractions;
using static AkkaDht.Protocol.Tests.Fuzz.FuzzSettings;

namespace AkkaDht.Protocol.Tests.Fuzz;

/// <summary>Every message of hyperdht, against mutated vectors: decoded or refused, at a cost in proportion to its bytes.</summary>
public sealed class MessageFuzzTests(ITestOutputHelper output)
{
    // An address takes 8 bytes where the wire has 6, a record some 60 besides its 33; text that is not UTF-8 costs a replacement buffer.
    private const int AllocatedPerByte = 4;
    private const int AllocatedPerMessage = 8192;

    [Fact]
    public void Handshakes_are_decoded_or_refused() => Fuzz<HandshakeMessage>();

    [Fact]
    public void Payloads_of_handshakes_are_decoded_or_refused() => Fuzz<NoisePayload>();

    [Fact]
    public void Hole_punches_are_decoded_or_refused() => Fuzz<HolepunchMessage>();

    [Fact]
    public void Payloads_of_hole_punches_are_decoded_or_refused() => Fuzz<HolepunchPayload>();

    [Fact]
    public void Records_are_decoded_or_refused() => Fuzz<PeerRecord>();

    [Fact]
    public void Replies_to_lookups_are_decoded_or_refused() => Fuzz<LookupReply>();

    [Fact]
    public void Announcements_are_decoded_or_refused() => Fuzz<Announcement>();

    [Fact]
    public void Mutable_values_are_decoded_or_refused()
    {
        Fuzz<MutablePut>();
        Fuzz<MutableValue>();
        Fuzz<MutableGet>();
    }

    [Fact]
    public void Messages_to_extensions_are_decoded_or_refused() => Fuzz<PluginMessage>();

    [Fact]
    public void Locators_are_decoded_or_refused() => Fuzz<PeerLocator>();

    [Fact]
    public void Messages_to_relays_are_decoded_or_refused()
    {
        Fuzz<RelayPair>();
        Fuzz<RelayUnpair>();
    }

    private void Fuzz<TMessage>()
        where TMessage : IWireMessage<TMessage>
    {
        var mutator = new Mutator(FuzzCorpus.Load(), Seed);
        var decodedCount = 0;
        for (var iteration = 0; iteration < Iterations / 10; iteration++)
        {
            var bytes = mutator.Next();
            try
            {
                decodedCount += HoldsFor<TMessage>(bytes) ? 1 : 0;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"SEED={Seed}, iteration {iteration}: {Convert.ToHexStringLower(bytes)}", failure);
            }
        }

        output.WriteLine($"SEED={Seed}: {decodedCount} decoded as {typeof(TMessage).Name}.");
        Assert.True(decodedCount > 0, "no mutation was harmless enough to decode");
    }

    private static bool HoldsFor<TMessage>(ReadOnlySpan<byte> bytes)
        where TMessage : IWireMessage<TMessage>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isDecoded = WireMessages.TryDecode<TMessage>(bytes, out var message, out var consumed);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated <= AllocatedPerMessage + (long)AllocatedPerByte * bytes.Length, $"{bytes.Length} bytes cost {allocated}");
        Assert.InRange(consumed, 0, bytes.Length);
        if (!isDecoded) return false;

        var encoded = message!.ToBytes();
        Assert.True(WireMessages.TryDecode<TMessage>(encoded, out var again));
        Assert.Equal(Convert.ToHexStringLower(encoded), Convert.ToHexStringLower(again!.ToBytes()));
        return true;
    }
}
