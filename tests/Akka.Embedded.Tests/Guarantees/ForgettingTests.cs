using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Guarantees;

/// <summary>What is over is not held by the runtime, however long the process lives.</summary>
public sealed class ForgettingTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task A_system_that_has_ended_is_forgotten_with_all_that_it_had_scheduled()
    {
        var system = await EndASystemAsync();
        AwaitAssert(() => Assert.True(IsForgotten(system)));
    }

    [Fact]
    public void A_question_that_was_cancelled_before_it_was_asked_is_forgotten_before_its_time_is_up()
    {
        var question = AskInVain(Sys.ActorOf(Act.Props((_, _) => { })));
        AwaitAssert(() => Assert.True(IsForgotten(question)));
    }

    [Fact]
    public void An_actor_that_has_stopped_is_forgotten_with_the_messages_of_its_timers()
    {
        var actor = StopAnActor();
        Sys.ActorOf(Act.Props((_, _) => { })); // and whatever its guardian remembered of the last one
        AwaitAssert(() => Assert.True(IsForgotten(actor)));
    }

    private static bool IsForgotten(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return !reference.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> EndASystemAsync()
    {
        var system = ActorSystem.Create("ended", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        var actor = system.ActorOf(Props.Create(() => new Patient()));
        system.Scheduler.ScheduleTellOnce(TimeSpan.FromHours(1), actor, "never", ActorRefs.NoSender);
        system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromHours(1), TimeSpan.FromHours(1), () => actor.Tell("never"));
        await system.Terminate();
        return new WeakReference(system);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AskInVain(IActorRef actor)
    {
        WeakReference? question = null;
        actor.Ask<string>(
            replyTo =>
            {
                question = new WeakReference(replyTo);
                return "question";
            },
            TimeSpan.FromHours(1),
            new CancellationToken(canceled: true));
        actor.Tell("another", ActorRefs.NoSender); // an actor keeps its last sender
        return question!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference StopAnActor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient()));
        Assert.True(actor.GracefulStop(TimeSpan.FromSeconds(5)).Result);
        return new WeakReference(actor);
    }

    private sealed class Patient : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("once", Self, TimeSpan.FromHours(1));
            Timers.StartPeriodicTimer("often", Self, TimeSpan.FromHours(1));
            Context.SetReceiveTimeout(TimeSpan.FromHours(1));
        }

        protected override void OnReceive(object message) { }
    }
}
