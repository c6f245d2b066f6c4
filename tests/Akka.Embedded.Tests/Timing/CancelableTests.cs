using Akka.Actor;

namespace Akka.Embedded.Tests.Timing;

public sealed class CancelableTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Cancelling_cancels_the_token()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Assert.False(cancelable.IsCancellationRequested || cancelable.Token.IsCancellationRequested);
        cancelable.Cancel();
        Assert.True(cancelable.IsCancellationRequested && cancelable.Token.IsCancellationRequested);
        cancelable.Cancel(true);
    }

    [Fact]
    public void Callbacks_run_once_however_often_it_is_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var callbacks = 0;
        cancelable.Token.Register(() => callbacks++);
        cancelable.Cancel();
        cancelable.Cancel();
        Assert.Equal(1, callbacks);
    }

    [Fact]
    public void Cancelling_may_stop_at_the_first_callback_that_throws()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var others = 0;
        cancelable.Token.Register(() => others++);
        cancelable.Token.Register(() => throw new InvalidOperationException("expected"));
        Assert.Throws<InvalidOperationException>(() => cancelable.Cancel(true));
        Assert.Equal(0, others);
        Assert.True(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void Otherwise_all_callbacks_run_and_their_exceptions_come_together()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var others = 0;
        cancelable.Token.Register(() => throw new InvalidOperationException("expected"));
        cancelable.Token.Register(() => others++);
        cancelable.Token.Register(() => throw new InvalidOperationException("expected"));
        var all = Assert.Throws<AggregateException>(() => cancelable.Cancel(false));
        Assert.Equal(2, all.InnerExceptions.Count);
        Assert.Equal(1, others);
        Assert.True(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void What_is_disposed_of_cancels_no_more()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellOnce(100, TestActor, "told", TestActor, cancelable);
        Assert.False(cancelable.IsDisposed);
        cancelable.Dispose();
        cancelable.Dispose();
        Assert.True(cancelable.IsDisposed);
        Assert.Throws<ObjectDisposedException>(cancelable.Cancel);
        ExpectMsg("told");
    }

    [Fact]
    public void It_may_cancel_itself_later()
    {
        var cancelable = new Cancelable(Sys.Scheduler, 10);
        AwaitCondition(() => cancelable.IsCancellationRequested);
        var spanned = new Cancelable(Sys.Scheduler, TimeSpan.FromMilliseconds(10));
        AwaitCondition(() => spanned.IsCancellationRequested);
        var afterSpan = new Cancelable(Sys.Scheduler);
        afterSpan.CancelAfter(TimeSpan.FromMilliseconds(10));
        AwaitCondition(() => afterSpan.IsCancellationRequested);
        var later = new Cancelable(Sys.Scheduler);
        later.CancelAfter(10);
        AwaitCondition(() => later.IsCancellationRequested);
    }

    [Fact]
    public void One_may_be_cancelled_from_the_start()
    {
        var cancelled = Cancelable.CreateCanceled();
        Assert.True(cancelled.IsCancellationRequested && cancelled.Token.IsCancellationRequested);
        cancelled.Cancel();
        cancelled.Cancel(true);
        cancelled.CancelAfter(0);
        cancelled.CancelAfter(TimeSpan.Zero);
        Assert.True(cancelled.IsCancellationRequested);
    }

    [Fact]
    public void A_delay_may_not_be_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cancelable(Sys.Scheduler).CancelAfter(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void Linked_ones_go_together()
    {
        var first = new Cancelable(Sys.Scheduler);
        var second = new Cancelable(Sys.Scheduler);
        var linked = Cancelable.CreateLinkedCancelable(Sys.Scheduler, first, second);
        Assert.False(linked.IsCancellationRequested);
        second.Cancel();
        Assert.True(linked.IsCancellationRequested);
        Assert.False(first.IsCancellationRequested);
    }

    [Fact]
    public void Nothing_can_be_cancelled_too()
    {
        ((ICancelable)null!).CancelIfNotNull();
        var cancelable = new Cancelable(Sys.Scheduler);
        cancelable.CancelIfNotNull();
        Assert.True(cancelable.IsCancellationRequested);
    }
}
