using AkkaDht.Protocol.Compact;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>A number that the wire cannot carry is refused where it is chosen, not where it would be sent.</summary>
public sealed class CallerMistakeTests
{
    [Fact]
    public void A_command_or_error_code_beyond_the_wire_is_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestSpec(PeerAddress.Loopback(1), CompactLimits.MaxUInt + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QueryPlan(default, CompactLimits.MaxUInt + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Answer.Failure(CompactLimits.MaxUInt + 1));
    }

    [Fact]
    public void The_largest_number_that_the_wire_carries_is_taken()
    {
        Assert.Equal(CompactLimits.MaxUInt, new RequestSpec(PeerAddress.Loopback(1), CompactLimits.MaxUInt).Command);
        Assert.Equal(CompactLimits.MaxUInt, new QueryPlan(default, CompactLimits.MaxUInt).Command);
        Assert.Equal(CompactLimits.MaxUInt, Answer.Failure(CompactLimits.MaxUInt).Error);
    }
}
