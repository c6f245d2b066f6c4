using Akka.Actor;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class LateBirthTests
{
    [Fact]
    public async Task An_actor_made_while_the_system_ends_is_refused_or_stopped_with_the_others()
    {
        for (var round = 0; round < 20; round++)
        {
            var system = ActorSystem.Create("ending", "akka { loglevel = OFF, stdout-loglevel = OFF }");
            var life = new Life();
            var maker = Task.Run(() => MakeUntilRefused(system, life));
            await Task.Yield();
            await system.Terminate();
            await maker;
            Assert.Equal(life.Started, life.Stopped);
        }
    }

    private static void MakeUntilRefused(ActorSystem system, Life life)
    {
        try
        {
            while (true)
                system.ActorOf(Props.Create(() => new Mortal(life)));
        }
        catch (InvalidOperationException)
        {
            // The system is ending, which is when this has to end too.
        }
    }

    private sealed class Life
    {
        public int Started, Stopped;
    }

    private sealed class Mortal(Life life) : UntypedActor
    {
        protected override void PreStart() => Interlocked.Increment(ref life.Started);

        protected override void PostStop() => Interlocked.Increment(ref life.Stopped);

        protected override void OnReceive(object message) { }
    }
}
