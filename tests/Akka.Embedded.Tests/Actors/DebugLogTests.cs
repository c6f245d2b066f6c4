using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Actors;

public sealed class DebugLogTests() : Akka.TestKit.Xunit2.TestKit(
    """
    akka.loglevel = DEBUG
    akka.stdout-loglevel = OFF
    akka.actor.debug { receive = on, autoreceive = on, lifecycle = on, unhandled = on }
    """)
{
    [Fact]
    public void The_life_of_an_actor_is_told()
    {
        var actor = Sys.ActorOf(Act.Props((message, _) =>
        {
            if (message is Exception failure)
                throw failure;
        }));
        var source = actor.Path.ToString();
        EventFilter.Debug(start: "now watched by", source: source).ExpectOne(() => Watch(actor));
        EventFilter.Debug(start: "no longer watched by", source: source).ExpectOne(() => Unwatch(actor));
        EventFilter.Debug("Restarting", source: source).And.Debug(start: "Restarted (", source: source)
            .Expect(2, () => actor.Tell(new InvalidOperationException("expected")));
        EventFilter.Debug("Stopped", source: source).ExpectOne(() => Sys.Stop(actor));
    }

    [Fact]
    public void The_start_of_a_child_is_told_by_child_and_parent()
    {
        var parent = Sys.ActorOf(Act.Props((message, context) => context.ActorOf(Props.Create(() => new Echo()), (string)message)), "parent");
        var first = (parent.Path / "first").ToString();
        EventFilter.Debug(start: "Started (", source: first).ExpectOne(() => parent.Tell("first"));
        EventFilter.Debug($"now supervising {parent.Path / "second"}").ExpectOne(() => parent.Tell("second"));
    }

    [Fact]
    public void What_the_runtime_handles_is_told()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Echo()));
        EventFilter.Debug("received AutoReceiveMessage <Identify>: 7").ExpectOne(() => actor.Tell(new Identify(7)));
        EventFilter.Debug("received AutoReceiveMessage <PoisonPill>").ExpectOne(() => actor.Tell(PoisonPill.Instance));
    }

    [Fact]
    public void What_an_actor_that_asks_for_it_receives_is_told()
    {
        var asking = Sys.ActorOf(Props.Create(() => new Logged()));
        EventFilter.Debug($"received handled message known from {TestActor.Path}").ExpectOne(() => asking.Tell("known"));
        EventFilter.Debug($"received unhandled message 7 from {TestActor.Path}").ExpectOne(() => asking.Tell(7));
        var other = Sys.ActorOf(Props.Create(() => new Echo()));
        EventFilter.Debug(start: "received handled message").Expect(0, () =>
        {
            other.Tell("known");
            ExpectMsg("known");
        });
    }

    [Fact]
    public void What_is_not_handled_is_told()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Logged()));
        EventFilter.Debug(start: "Unhandled message from").ExpectOne(() => actor.Tell(7));
    }

    private sealed class Logged : ActorBase, ILogReceive
    {
        protected override bool Receive(object message) => message is string;
    }
}
