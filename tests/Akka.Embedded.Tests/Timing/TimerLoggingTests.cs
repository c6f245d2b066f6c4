using Akka.Actor;

namespace Akka.Embedded.Tests.Timing;

public sealed class TimerLoggingTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = DEBUG, akka.actor.debug.log-timers = on")
{
    [Fact]
    public void Timers_say_when_they_start_and_end()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Timed()));
        EventFilter.Debug(start: "Start timer [key] with generation").ExpectOne(() => actor.Tell("start"));
        EventFilter.Debug(start: "Cancel timer [key] with generation").ExpectOne(() => actor.Tell("cancel"));
    }

    private sealed class Timed : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "start")
                Timers.StartSingleTimer("key", "tick", TimeSpan.FromHours(1));
            else
                Timers.Cancel("key");
        }
    }
}
