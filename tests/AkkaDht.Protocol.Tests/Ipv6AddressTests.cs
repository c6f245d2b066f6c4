namespace AkkaDht.Protocol.Tests;

public sealed class Ipv6AddressTests
{
    [Theory]
    [InlineData("::", "0:0:0:0:0:0:0:0")]
    [InlineData("::1", "0:0:0:0:0:0:0:1")]
    [InlineData("fe80::", "fe80:0:0:0:0:0:0:0")]
    [InlineData("2001:DB8::ff00:42:8329", "2001:db8:0:0:0:ff00:42:8329")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("0001:0020:0300:4000:5:6:7:8", "1:20:300:4000:5:6:7:8")]
    public void Text_is_read_in_any_form_and_written_in_one(string text, string canonical)
    {
        Assert.True(Ipv6Address.TryParse(text, out var address));
        Assert.Equal(canonical, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("::ffff:1.2.3.4")]
    [InlineData(" ::1")]
    public void Text_that_is_no_address_is_refused(string? text) => Assert.False(Ipv6Address.TryParse(text, out _));

    [Fact]
    public void Groups_are_big_endian_and_the_port_is_not()
    {
        Assert.True(Ipv6Address.TryParse("102:304:506:708:90a:b0c:d0e:f10", out var host));
        var address = new Ipv6PeerAddress(host, 0x1211);
        var wire = new byte[Ipv6PeerAddress.WireLength];
        address.CopyTo(wire);

        Assert.Equal(Enumerable.Range(1, 18).Select(octet => (byte)octet), wire);
        Assert.Equal(address, Ipv6PeerAddress.Read(wire));
        Assert.Equal("[102:304:506:708:90a:b0c:d0e:f10]:4625", address.ToString());
    }
}
