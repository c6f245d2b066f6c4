#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Event;

namespace Akka.Embedded.Tests.Deterministic.Gremlins;

/// <summary>
/// Trees of actors that spawn, talk, fail, stash, watch, await and stop at random. Whatever the order, each life follows the
/// rules and each message comes to exactly one end.
/// </summary>
public sealed class GremlinTests
{
    [Fact]
    public void Lives_and_messages_end_as_they_should_under_every_seed() => Scenario.Play(Play, seeds: 50);

    private static void Play(DeterministicRuntime runtime)
    {
        var world = new World(runtime);
        var letters = runtime.CreateSystem("observer", "akka.loglevel = OFF").ActorOf(Props.Create(() => new Undertaker(world)));
        var system = runtime.CreateSystem("world", "akka.loglevel = OFF");
        system.EventStream.Subscribe(letters, typeof(AllDeadLetters));

        for (var round = 0; round < 50; round++)
        {
            system.ActorOf(Gremlin.Props(world, depth: 0));
            runtime.RunUntilIdle();
            for (var i = 0; i < 20; i++)
                world.Someone().Tell(world.NewNote(ActorRefs.Nobody, ActorRefs.Nobody), ActorRefs.NoSender);
            runtime.RunFor(TimeSpan.FromMilliseconds(runtime.Random.Next(1, 20)));
        }

        runtime.Await(system.Terminate());
        runtime.RunUntilIdle();
        world.CheckEnds();
    }

    /// <summary>Gets the messages that found nobody alive.</summary>
    private sealed class Undertaker(World world) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is AllDeadLetters { Message: Note note })
                world.End(note);
        }
    }
}
#endif
