using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.DhtRpc;

public sealed class CommandValuesTests
{
    [Fact]
    public void Values_that_are_too_short_are_refused()
    {
        Assert.False(CommandValues.TryReadPingNat([1], out _));
        Assert.False(CommandValues.TryReadDownHint([1, 2, 3, 4, 5], out _));
        Assert.False(CommandValues.TryReadDelayedPing([1, 2, 3], out _));
    }

    [Fact]
    public void Bytes_behind_a_value_are_ignored()
    {
        Assert.True(CommandValues.TryReadPingNat([1, 0, 9], out var port));
        Assert.True(CommandValues.TryReadDownHint([127, 0, 0, 1, 2, 0, 9], out var down));
        Assert.True(CommandValues.TryReadDelayedPing([3, 0, 0, 0, 9], out var delay));
        Assert.Equal((1, PeerAddress.Loopback(2), TimeSpan.FromMilliseconds(3)), (port, down, delay));
    }
}
