#if AKKA_EMBEDDED
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Akka.Embedded.Tests.Embedded;

/// <summary>What is over is free at once, not when it would have come due.</summary>
public sealed class SchedulerResidueTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void What_a_cancelable_calls_off_is_forgotten()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var messages = Schedule(message => Sys.Scheduler.ScheduleTellOnce(Hour, TestActor, message, TestActor, cancelable));
        cancelable.Cancel();
        AssertForgotten(messages);
        GC.KeepAlive(cancelable);
    }

    [Fact]
    public void What_is_repeated_is_forgotten_too()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var messages = Schedule(message => Sys.Scheduler.ScheduleTellRepeatedly(Hour, Hour, TestActor, message, TestActor, cancelable));
        cancelable.Cancel();
        AssertForgotten(messages);
        GC.KeepAlive(cancelable);
    }

    [Fact]
    public void Actions_are_forgotten_too()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var messages = Schedule(message => Sys.Scheduler.Advanced.ScheduleOnce(Hour, () => GC.KeepAlive(message), cancelable));
        cancelable.Cancel();
        AssertForgotten(messages);
        GC.KeepAlive(cancelable);
    }

    [Fact]
    public void A_handle_that_was_cancelled_holds_nothing()
    {
        var handles = new List<ICancelable>();
        var messages = Schedule(message => handles.Add(Sys.Scheduler.ScheduleTellOnceCancelable(Hour, TestActor, message, TestActor)));
        handles.ForEach(handle => handle.Cancel());
        AssertForgotten(messages);
        Assert.All(handles, handle => Assert.True(handle.IsCancellationRequested));
    }

    [Fact]
    public void A_cancelable_that_lives_on_keeps_no_order_that_was_carried_out()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var receiver = Sys.ActorOf(Support.Act.Props((_, _) => { }));
        var messages = Schedule(message => Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1), receiver, message, TestActor, cancelable));
        AssertForgotten(messages);
        Assert.False(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void A_wish_to_be_cancelled_later_ends_with_the_cancelable()
    {
        var cancelables = Schedule(_ =>
        {
            var cancelable = new Cancelable(Sys.Scheduler, Hour);
            cancelable.Cancel();
            return cancelable;
        });
        AssertForgotten(cancelables);
    }

    [Fact]
    public void Cancelling_while_arming_leaves_nothing_behind()
    {
        var messages = Schedule(message =>
        {
            var cancelable = new Cancelable(Sys.Scheduler);
            using var both = new Barrier(2);
            var cancelling = Task.Run(() =>
            {
                both.SignalAndWait();
                cancelable.Cancel();
            });
            both.SignalAndWait();
            Sys.Scheduler.ScheduleTellRepeatedly(Hour, Hour, TestActor, message, TestActor, cancelable);
            cancelling.Wait();
        });
        AssertForgotten(messages);
    }

    [Fact]
    public void Timers_of_actors_that_stopped_are_forgotten()
    {
        var stopped = new List<IActorRef>();
        var messages = Schedule(message =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Timed()));
            actor.Tell(message);
            Watch(actor);
            Sys.Stop(actor);
            ExpectTerminated(actor);
            stopped.Add(actor);
        }, 50);
        AssertForgotten(messages);
        GC.KeepAlive(stopped);
    }

    private static List<WeakReference> Schedule(Action<object> schedule, int count = 500) => Schedule(
        message =>
        {
            schedule(message);
            return message;
        },
        count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Schedule(Func<object, object> schedule, int count = 500) =>
        [.. Enumerable.Range(0, count).Select(_ => new WeakReference(schedule(new object())))];

    private void AssertForgotten(List<WeakReference> references) => AwaitAssert(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // What a thread has handled last may still lie on its stack or in its queue's last slot.
        Assert.InRange(references.Count(reference => reference.IsAlive), 0, 4);
    });

    private sealed class Timed : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message) => Timers.StartPeriodicTimer("key", message, Hour);
    }
}
#endif
