using Akka.Actor;

namespace Akka.Embedded.Tests.Paths;

public sealed class AddressTests
{
    private static readonly Address Remote = new("akka.tcp", "sys", "host", 1234);

    [Theory]
    [InlineData("akka://sys")]
    [InlineData("akka.tcp://sys@host:1234")]
    [InlineData("akka.tcp://sys@[::1]:1234")]
    public void An_address_is_read_and_written(string text)
    {
        Assert.Equal(text, Address.Parse(text).ToString());
        Assert.True(Address.TryParse(text.AsSpan(), out var address));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://sys@host:1234")]
    [InlineData("akka:/sys")]
    [InlineData("akka://sys@host")]
    [InlineData("akka://sys@host:port")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Address.TryParse(text, out var address));
        Assert.Null(address);
        Assert.Throws<UriFormatException>(() => Address.Parse(text));
    }

    [Theory]
    [InlineData("akka.tcp://sys@host:1234/user/a/", "/user/a/")]
    [InlineData("akka.tcp://sys@host:1234", "/")]
    public void The_path_behind_an_address_is_handed_back(string text, string path)
    {
        Assert.True(Address.TryParse(text, out var address, out var behind));
        Assert.Equal(Remote, address);
        Assert.Equal(path, behind);
        Assert.True(Address.TryParse(text.AsSpan(), out _, out ReadOnlySpan<char> span));
        Assert.Equal(path, span.ToString());
    }

    [Fact]
    public void Protocol_and_host_are_in_lower_case_and_the_system_is_as_given()
    {
        Assert.Equal("akka://Sys@host:1", Address.Parse("AKKA://Sys@HOST:1").ToString());
        Assert.Equal("host", new Address("akka", "sys", "HOST").Host);
    }

    [Fact]
    public void A_host_makes_an_address_global()
    {
        var local = new Address("akka", "sys");
        Assert.True(local is { HasLocalScope: true, HasGlobalScope: false, Host: null, Port: null });
        Assert.True(Remote is { HasLocalScope: false, HasGlobalScope: true, Host: "host", Port: 1234 });
        Assert.Equal("sys@host:1234", Remote.HostPort());
        Assert.Equal("akka://sys@host", new Address("akka", "sys", host: "host").ToString());
    }

    [Fact]
    public void Each_part_can_be_another()
    {
        Assert.Equal("akka.tcp://sys@other:1234", Remote.WithHost("other").ToString());
        Assert.Equal("akka.tcp://sys@host:1", Remote.WithPort(1).ToString());
        Assert.Equal("akka.udp://sys@host:1234", Remote.WithProtocol("akka.udp").ToString());
        Assert.Equal("akka.tcp://other@host:1234", Remote.WithSystem("other").ToString());
    }

    [Fact]
    public void Addresses_are_equal_by_their_parts()
    {
        var same = Address.Parse(Remote.ToString());
        Assert.True(Remote == same && Remote.Equals(same) && Remote.GetHashCode() == same.GetHashCode());
        Assert.True(Remote != same.WithPort(1));
        Assert.Equal(0, Remote.CompareTo(same));
        Assert.Equal(Remote, Remote.Clone());
    }
}
