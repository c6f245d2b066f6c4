using Akka.Util;
using Akka.Util.Internal;

namespace Akka.Embedded.Tests.Util;

public sealed class AtomicTests
{
    [Fact]
    public void A_switch_turns_only_from_the_expected_position()
    {
        var atomic = new AtomicBoolean();

        Assert.False(atomic.CompareAndSet(true, false));
        Assert.True(atomic.CompareAndSet(false, true));
        Assert.True(atomic);
        Assert.True(atomic.GetAndSet(false));
        Assert.False(atomic.Value);
    }

    [Fact]
    public void A_reference_is_exchanged_only_for_the_expected_one()
    {
        var (first, second) = (new object(), new object());
        var atomic = new AtomicReference<object>(first);

        Assert.False(atomic.CompareAndSet(second, first));
        Assert.True(atomic.CompareAndSet(first, second));
        Assert.Same(second, atomic.Value);
        Assert.Same(second, atomic.GetAndSet(first));
    }

    [Fact]
    public void A_counter_says_the_number_before_or_after()
    {
        var counter = new AtomicCounter(5);

        Assert.Equal(6, counter.IncrementAndGet());
        Assert.Equal(6, counter.GetAndIncrement());
        Assert.Equal(8, counter.Next());
        Assert.Equal(10, counter.AddAndGet(2));
        Assert.Equal(10, counter.Current);
    }

    [Fact]
    public void Threads_lose_no_count()
    {
        var counter = new AtomicCounterLong(0);

        Parallel.For(0, 10_000, _ => counter.IncrementAndGet());

        Assert.Equal(10_000, counter.Current);
    }

    [Fact]
    public void Each_thread_has_its_own_random_source()
    {
        var mine = ThreadLocalRandom.Current;
        Random? other = null;
        var thread = new Thread(() => other = ThreadLocalRandom.Current);
        thread.Start();
        thread.Join();

        Assert.Same(mine, ThreadLocalRandom.Current);
        Assert.NotSame(mine, other);
    }
}
