namespace AkkaDht.Simulation.Tests.Scenarios;

/// <summary>Unordered messages beside a stream, and streams that nobody accepts.</summary>
public sealed class MessageTests
{
    [Fact]
    public void Unordered_messages_arrive_as_the_network_brings_them() => Story.Play(seed =>
    {
        var pair = new SimPair(seed, new() { Loss = 0.2, Duplication = 0.1, Delay = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(5) });
        pair.A.Write(1);
        pair.RunUntil(() => pair.B.ReceivedBytes == 1, TimeSpan.FromMinutes(1));

        for (byte i = 0; i < 50; i++) pair.A.SendMessage(i, i);
        pair.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(pair.B.Messages, message => Assert.Equal(message[..2], message[2..]));
        Assert.InRange(pair.B.Messages.Distinct().Count(), 25, 49);
        Assert.True(pair.B.IsExact);
    }, seeds: 10);

    [Fact]
    public void Whoever_accepts_nobody_lets_the_other_time_out()
    {
        var pair = new SimPair(seed: 1, new() { Delay = TimeSpan.FromMilliseconds(10) });
        pair.B.AcceptsAnybody = false;

        pair.A.Write(1000);
        pair.RunUntil(() => pair.A.Stream.IsClosed, TimeSpan.FromMinutes(1));

        Assert.True(pair.A.Stream.IsClosed);
        Assert.False(pair.B.Stream.IsConnected);
        Assert.Equal(0, pair.B.ReceivedBytes);
        Assert.Equal(7, pair.B.Stream.Stats.Denied);
    }
}
