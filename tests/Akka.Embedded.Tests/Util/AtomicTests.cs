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
    public void A_counter_goes_both_ways_and_is_set_only_from_the_expected_number()
    {
        var counter = new AtomicCounter(5);

        Assert.Equal(4, counter.Decrement());
        Assert.Equal(3, counter.DecrementAndGet());
        Assert.Equal(3, counter.GetAndDecrement());
        Assert.Equal(2, counter.GetAndAdd(10));
        Assert.False(counter.CompareAndSet(2, 1));
        Assert.True(counter.CompareAndSet(12, 1));
        Assert.Equal(1, counter.GetAndSet(7));
        counter.Reset();
        Assert.Equal(0, counter.Current);
    }

    [Fact]
    public void A_long_counter_counts_as_far_as_it_says()
    {
        var counter = new AtomicCounterLong(int.MaxValue);

        Assert.Equal(int.MaxValue, counter.GetAndIncrement());
        Assert.Equal(2L + int.MaxValue, counter.Next());
        Assert.Equal(1L + int.MaxValue, counter.DecrementAndGet());
        Assert.Equal(11L + int.MaxValue, counter.AddAndGet(10));
        Assert.Equal(11L + int.MaxValue, counter.GetAndAdd(1));
        Assert.True(counter.CompareAndSet(12L + int.MaxValue, 3));
        Assert.Equal("3", counter.ToString());
        Assert.Equal(3, counter.GetAndSet(9));
        counter.Reset();
        Assert.Equal(0, counter.Current);
    }

    [Fact]
    public void Without_a_number_the_first_next_one_is_zero()
    {
        Assert.Equal(0, new AtomicCounter().Next());
        Assert.Equal(0, new AtomicCounterLong().IncrementAndGet());
    }

    [Fact]
    public void A_reference_stands_for_what_it_refers_to()
    {
        var atomic = new AtomicReference<string> { Value = "a" };
        string? value = atomic;

        Assert.Equal("a", value);
        Assert.Null(new AtomicReference<string>().Value);
        Assert.True(new AtomicBoolean(true).Value);
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
