using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Kademlia;

public sealed class SubnetQuotaTests
{
    [Fact]
    public void A_public_subnet_gets_its_share_and_no_more()
    {
        var quota = new SubnetQuota(perSubnet: 2, exemptPrivate: true);

        Assert.True(quota.TryTake(PeerAddress.Parse("88.99.3.1:1")));
        Assert.True(quota.TryTake(PeerAddress.Parse("88.99.3.2:1")));
        Assert.False(quota.HasRoomFor(PeerAddress.Parse("88.99.3.3:1")));
        Assert.False(quota.TryTake(PeerAddress.Parse("88.99.3.3:1")));
        Assert.True(quota.TryTake(PeerAddress.Parse("88.99.4.3:1")));
    }

    [Fact]
    public void A_place_that_is_returned_can_be_taken_again()
    {
        var quota = new SubnetQuota(perSubnet: 1, exemptPrivate: true);
        quota.TryTake(PeerAddress.Parse("88.99.3.1:1"));
        quota.Return(PeerAddress.Parse("88.99.3.1:1"));

        Assert.True(quota.TryTake(PeerAddress.Parse("88.99.3.2:1")));
    }

    [Fact]
    public void Private_subnets_are_limited_only_when_not_exempt()
    {
        var (exempt, strict) = (new SubnetQuota(1, exemptPrivate: true), new SubnetQuota(1, exemptPrivate: false));

        Assert.True(exempt.TryTake(PeerAddress.Loopback(1)) && exempt.TryTake(PeerAddress.Loopback(2)));
        Assert.True(strict.TryTake(PeerAddress.Loopback(1)));
        Assert.False(strict.TryTake(PeerAddress.Loopback(2)));
    }

    [Fact]
    public void Returning_what_was_not_taken_is_a_mistake_of_ours() =>
        Assert.Throws<InvariantException>(() => new SubnetQuota(1, exemptPrivate: true).Return(PeerAddress.Parse("88.99.3.1:1")));
}
