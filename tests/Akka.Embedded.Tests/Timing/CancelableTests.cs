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
    public void It_may_cancel_itself_later()
    {
        var cancelable = new Cancelable(Sys.Scheduler, 10);
        AwaitCondition(() => cancelable.IsCancellationRequested);
        var later = new Cancelable(Sys.Scheduler);
        later.CancelAfter(10);
        AwaitCondition(() => later.IsCancellationRequested);
    }

    [Fact]
    public void One_may_be_cancelled_from_the_start() => Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);

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
