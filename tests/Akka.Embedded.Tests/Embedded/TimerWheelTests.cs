#if AKKA_EMBEDDED
using Akka.Actor;

namespace Akka.Embedded.Tests.Embedded;

public sealed class TimerWheelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_fires_exactly_what_a_sorted_list_would(int seed)
    {
        var random = new Random(seed);
        var wheel = new TimerWheel();
        var model = new Dictionary<Node, (long Due, int Order)>();
        var due = new List<TimerNode>();
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(4))
            {
                case 0 or 1:
                    var node = new Node();
                    var at = wheel.Elapsed + 1 + (long)Math.Exp(random.NextDouble() * random.Next(1, 30));
                    wheel.Add(node, at);
                    model.Add(node, (at, step));
                    break;
                case 2 when model.Count > 0:
                    var victim = model.Keys.ElementAt(random.Next(model.Count));
                    Assert.True(wheel.Remove(victim));
                    Assert.False(wheel.Remove(victim));
                    model.Remove(victim);
                    break;
                default:
                    var now = wheel.Elapsed + (long)Math.Exp(random.NextDouble() * 20);
                    var expected = model.Where(pair => pair.Value.Due <= now).OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
                    Assert.True(expected.Count == 0 || wheel.NextTick <= now);
                    due.Clear();
                    wheel.Advance(now, due);
                    Assert.Equal(expected, due.Cast<Node>());
                    foreach (var each in expected)
                        model.Remove(each);
                    break;
            }
        }
    }

    [Fact]
    public void A_due_time_in_the_past_is_the_next_tick()
    {
        var wheel = new TimerWheel();
        var due = new List<TimerNode>();
        wheel.Advance(100, due);
        wheel.Add(new Node(), 50);
        Assert.Equal(101, wheel.NextTick);
        wheel.Advance(101, due);
        Assert.Single(due);
        Assert.Equal(long.MaxValue, wheel.NextTick);
    }

    private sealed class Node : TimerNode
    {
        public override void Fire() { }
    }
}
#endif
