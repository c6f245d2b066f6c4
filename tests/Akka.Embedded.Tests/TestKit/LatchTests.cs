namespace Akka.Embedded.Tests.TestKit;

/// <summary>Latches and barriers.</summary>
public sealed class LatchTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_latch_opens_after_its_counts()
    {
        var latch = CreateTestLatch(2);

        latch.CountDown();
        Assert.False(latch.IsOpen);
        Assert.Throws<TimeoutException>(() => latch.Ready(TimeSpan.FromMilliseconds(20)));
        latch.CountDown();
        latch.Ready();

        Assert.True(latch.IsOpen);
    }

    [Fact]
    public void A_latch_opens_at_once_and_closes_again()
    {
        var latch = CreateTestLatch(5);

        latch.Open();
        Assert.True(latch.IsOpen);
        latch.Reset();
        Assert.False(latch.IsOpen);
    }

    [Fact]
    public async Task A_barrier_lets_its_threads_through_together()
    {
        var barrier = CreateTestBarrier(2);
        var other = Task.Run(barrier.Await);

        barrier.Await();
        await other;
    }

    [Fact]
    public async Task A_barrier_holds_who_comes_alone_no_longer_than_the_timeout()
    {
        var barrier = CreateTestBarrier(2);

        barrier.Await(TimeSpan.FromMilliseconds(20));
        var other = Task.Run(barrier.Await);
        barrier.Await();

        await other;
    }

    [Fact]
    public async Task A_barrier_that_is_reset_waits_for_as_many_as_at_first()
    {
        var barrier = CreateTestBarrier(2);

        barrier.Reset();
        var other = Task.Run(barrier.Await);
        Assert.False(other.Wait(TimeSpan.FromMilliseconds(20)));
        barrier.Await();

        await other;
    }
}
