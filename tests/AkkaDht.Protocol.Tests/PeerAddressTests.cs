namespace AkkaDht.Protocol.Tests;

public sealed class PeerAddressTests
{
    [Fact]
    public void On_the_wire_octets_come_in_reading_order_and_the_port_little_endian()
    {
        var wire = new byte[PeerAddress.WireLength];
        PeerAddress.Parse("88.99.3.86:49737").CopyTo(wire);

        Assert.Equal("5863035649c2", Convert.ToHexStringLower(wire));
        Assert.Equal("88.99.3.86:49737", PeerAddress.Read(wire).ToString());
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("255.255.255.255:65535")]
    [InlineData("127.0.0.1:49737")]
    public void Text_is_read_back_as_it_was_written(string text) => Assert.Equal(text, PeerAddress.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0:1")]
    [InlineData("127.0.0.1.1:1")]
    [InlineData("127.0.0.256:1")]
    [InlineData("127.0.0.+1:1")]
    [InlineData("127.0.0. 1:1")]
    [InlineData("localhost:1")]
    [InlineData("::1:1")]
    public void Text_that_is_no_address_is_refused(string? text)
    {
        Assert.False(PeerAddress.TryParse(text, out var address));
        Assert.Equal(PeerAddress.None, address);
    }

    [Theory]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("10.255.255.255:1", true)]
    [InlineData("172.16.0.1:1", true)]
    [InlineData("172.31.255.255:1", true)]
    [InlineData("192.168.0.1:1", true)]
    [InlineData("169.254.1.1:1", true)]
    [InlineData("100.64.0.1:1", true)]
    [InlineData("100.127.255.255:1", true)]
    [InlineData("11.0.0.0:1", false)]
    [InlineData("172.15.255.255:1", false)]
    [InlineData("172.32.0.0:1", false)]
    [InlineData("192.169.0.1:1", false)]
    [InlineData("169.253.0.1:1", false)]
    [InlineData("100.63.255.255:1", false)]
    [InlineData("100.128.0.0:1", false)]
    [InlineData("88.99.3.86:1", false)]
    public void Ranges_that_are_not_routed_on_the_Internet_are_private(string text, bool isPrivate) =>
        Assert.Equal(isPrivate, PeerAddress.Parse(text).IsPrivate);

    [Fact]
    public void Neighbours_share_a_subnet_of_256_hosts()
    {
        var first = PeerAddress.Parse("88.99.3.0:1");
        Assert.Equal(first.Subnet24, PeerAddress.Parse("88.99.3.255:2").Subnet24);
        Assert.NotEqual(first.Subnet24, PeerAddress.Parse("88.99.4.0:1").Subnet24);
    }
}
