using AkkaDht.Protocol.Datagrams;

namespace AkkaDht.Protocol.Tests.Datagrams;

public sealed class DatagramClassifierTests
{
    private static readonly PeerAddress Somebody = PeerAddress.Loopback(49737);

    [Theory]
    [InlineData("0304", DatagramKind.Request)]
    [InlineData("1300", DatagramKind.Reply)]
    [InlineData("00", DatagramKind.Probe)]
    [InlineData("ff01000000000000000000000000000000000000", DatagramKind.Stream)]
    [InlineData("ff010000000000000000000000000000000000", DatagramKind.Unknown)]
    [InlineData("ff02000000000000000000000000000000000000", DatagramKind.Unknown)]
    [InlineData("", DatagramKind.Unknown)]
    [InlineData("03", DatagramKind.Unknown)]
    [InlineData("13", DatagramKind.Unknown)]
    [InlineData("01", DatagramKind.Unknown)]
    [InlineData("0000", DatagramKind.Unknown)]
    [InlineData("0204", DatagramKind.Unknown)]
    [InlineData("2304", DatagramKind.Unknown)]
    public void The_first_bytes_tell_what_a_datagram_is(string hex, DatagramKind kind) =>
        Assert.Equal(kind, DatagramClassifier.Classify(Convert.FromHexString(hex), Somebody));

    [Fact]
    public void Port_0_is_nobody() =>
        Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify([0x03, 0x04], Somebody with { Port = 0 }));
}
