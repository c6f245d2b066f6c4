using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.Tests.HyperDht.Holepunching;

public sealed class LocalAddressesTests
{
    [Theory]
    [InlineData("192.168.1.5", "10.0.0.1", null)]
    [InlineData("192.168.1.5", "", null)]
    [InlineData("192.168.1.5", "10.0.0.1 192.9.9.9", "192.9.9.9")]
    [InlineData("192.168.1.5", "192.9.9.9 192.168.7.7", "192.168.7.7")]
    [InlineData("192.168.1.5", "192.168.7.7 192.168.1.9 192.168.1.8", "192.168.1.9")]
    [InlineData("192.168.1.5", "192.1.1.1 192.2.2.2", "192.1.1.1")]
    [InlineData("10.0.0.1 192.168.1.5", "192.168.7.7 10.9.9.9", "192.168.7.7")]
    [InlineData("192.168.1.5", "10.168.1.5", null)]
    public void The_address_that_shares_most_leading_octets_is_the_likeliest_neighbour(string local, string remote, string? match) =>
        Assert.Equal(match, LocalAddresses.Match(Parse(local), Parse(remote))?.HostText);

    private static PeerAddress[] Parse(string hosts) =>
        [.. hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(host => PeerAddress.Parse($"{host}:4000"))];
}
