using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;

namespace AkkaDht.Tests.Bootstrapping;

public sealed class BootstrapNodeTests
{
    [Theory]
    [InlineData("node.example:49737")]
    [InlineData("88.99.3.86:49737")]
    [InlineData("88.99.3.86@node.example:49737")]
    public void A_bootstrap_node_is_written_as_it_was_read(string text)
    {
        Assert.Equal(text, BootstrapNode.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("node.example")]
    [InlineData("node.example:")]
    [InlineData("node.example:0")]
    [InlineData("node.example:65536")]
    [InlineData("node.example:-1")]
    [InlineData("name@node.example:1")]
    [InlineData("88.99.3.86@:1")]
    [InlineData("@node.example:1")]
    public void What_is_no_bootstrap_node_is_refused_with_an_example(string text)
    {
        Assert.False(BootstrapNode.TryParse(text, out _));
        Assert.Contains("node.example:49737", Assert.Throws<FormatException>(() => BootstrapNode.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_an_address_without_a_name_is_literal()
    {
        var address = PeerAddress.Parse("88.99.3.86:49737");

        Assert.Equal(address, BootstrapNode.At(address).LiteralAddress);
        Assert.Null(BootstrapNode.Parse("node.example:49737").LiteralAddress);
        Assert.Null(BootstrapNode.Parse("88.99.3.86@node.example:49737").LiteralAddress);
    }
}
