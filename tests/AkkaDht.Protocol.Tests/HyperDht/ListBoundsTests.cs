using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;

namespace AkkaDht.Protocol.Tests.HyperDht;

/// <summary>A list as long as its bound reads; a longer one is malformed, and is nothing that we would write.</summary>
public sealed class ListBoundsTests
{
    [Fact]
    public void Addresses_of_a_handshake() => AssertBounded(
        NoisePayload.MaxAddresses, count => new NoisePayload { Addresses4 = Addresses(count) }, headLength: 4, PeerAddress.WireLength);

    [Fact]
    public void Wide_addresses_of_a_handshake() => AssertBounded(
        NoisePayload.MaxAddresses, count => new NoisePayload { Addresses6 = new Ipv6PeerAddress[count] }, headLength: 4, Ipv6PeerAddress.WireLength);

    [Fact]
    public void Relays_of_a_handshake() => AssertBounded(
        NoisePayload.MaxAddresses, count => new NoisePayload { RelayAddresses = Addresses(count) }, headLength: 4, PeerAddress.WireLength);

    [Fact]
    public void Relays_that_a_hole_is_punched_through() => AssertBounded(
        HolepunchOffer.MaxRelays, count => new HolepunchOffer(0, new RelayInfo[count]), headLength: 1, RelayInfo.WireLength);

    [Fact]
    public void Addresses_of_a_hole_punch() => AssertBounded(
        HolepunchPayload.MaxAddresses, count => new HolepunchPayload { Addresses = Addresses(count) }, headLength: 4, PeerAddress.WireLength);

    [Fact]
    public void Relays_of_a_record() => AssertBounded(
        PeerRecord.MaxRelays, count => new PeerRecord(default, Addresses(count)), headLength: 32, PeerAddress.WireLength);

    [Fact]
    public void Nodes_of_a_locator() => AssertBounded(
        PeerLocator.MaxNodes, count => new PeerLocator(default, Addresses(count)), headLength: 33, PeerAddress.WireLength);

    [Fact]
    public void Records_of_a_reply() => AssertBounded(
        LookupReply.MaxPeers, count => new LookupReply([.. Enumerable.Repeat(new PeerRecord(default, []), count)], 0), headLength: 0, PeerRecord.MinimumLength);

    private static PeerAddress[] Addresses(int count) => new PeerAddress[count];

    private static void AssertBounded<TMessage>(int bound, Func<int, TMessage> messageOf, int headLength, int elementLength)
        where TMessage : IWireMessage<TMessage>
    {
        var longest = messageOf(bound).ToBytes();
        Assert.True(WireMessages.TryDecode<TMessage>(longest, out _));
        Assert.Throws<InvariantException>(() => messageOf(bound + 1).ToBytes());

        // One element more, counted in three bytes as the longest list is.
        byte[] longer = [.. longest[..headLength], .. Count(bound + 1), .. longest[(headLength + 3)..], .. new byte[elementLength]];
        Assert.False(WireMessages.TryDecode<TMessage>(longer, out _));
    }

    private static byte[] Count(int count)
    {
        var bytes = new byte[CompactWriter.MeasureUInt((ulong)count)];
        new CompactWriter(bytes).WriteCount(count);
        return bytes;
    }
}
