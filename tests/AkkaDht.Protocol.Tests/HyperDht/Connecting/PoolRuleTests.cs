using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>Which of two connections to one peer a pool keeps.</summary>
public sealed class PoolRuleTests
{
    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, true, false, true)]
    [InlineData(false, false, true, true)]
    [InlineData(false, false, false, true)]
    [InlineData(true, false, true, true)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, true, true)]
    [InlineData(false, true, false, false)]
    public void The_new_one_is_kept_when_one_side_began_both_or_by_the_greater_key(bool isNewInitiator, bool isExistingInitiator, bool isOwnGreater, bool keepsNew)
    {
        var (greater, lesser) = (new PublicKey(1, 0, 0, 1), new PublicKey(1, 0, 0, 0));
        var (own, remote) = isOwnGreater ? (greater, lesser) : (lesser, greater);

        Assert.Equal(keepsNew, PoolRule.KeepsNew(own, remote, isNewInitiator, isExistingInitiator));
    }

    [Theory]
    [InlineData(2, 0, 1, 9)]
    [InlineData(1, 0x80, 1, 0x7f)]
    public void Keys_compare_as_their_bytes_from_the_first_to_the_last(ulong first, ulong last, ulong otherFirst, ulong otherLast)
    {
        var (greater, lesser) = (new PublicKey(first, 0, 0, last), new PublicKey(otherFirst, 0, 0, otherLast));

        Assert.True(PoolRule.KeepsNew(greater, lesser, isNewInitiator: true, isExistingInitiator: false));
        Assert.False(PoolRule.KeepsNew(lesser, greater, isNewInitiator: true, isExistingInitiator: false));
    }

    [Fact]
    public void Two_that_cross_each_other_leave_both_sides_with_the_one_that_the_lesser_key_began()
    {
        var (greater, lesser) = (new PublicKey(2, 0, 0, 0), new PublicKey(1, 0, 0, 0));

        // Each side has its own first, then the peer's.
        Assert.True(PoolRule.KeepsNew(greater, lesser, isNewInitiator: false, isExistingInitiator: true));
        Assert.False(PoolRule.KeepsNew(lesser, greater, isNewInitiator: false, isExistingInitiator: true));
    }
}
