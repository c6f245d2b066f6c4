using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>What the log says of dead letters, and when it falls silent.</summary>
public sealed class DeadLetterLogTests() : Akka.TestKit.Xunit2.TestKit("akka { log-dead-letters = 4, log-dead-letters-suspend-duration = 500ms }")
{
    private const string Advice =
        "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'.";

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void A_letter_to_the_dead_is_logged_with_both_ends_and_its_content()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(Info));

        dead.Tell(42);

        var line = ExpectMsg<Info>();
        Assert.Equal(
            $"Message [Int32] from {TestActor} to {dead} was not delivered. [1] dead letters encountered. "
                + $"If this is not an expected behavior then {dead} may have terminated unexpectedly. {Advice} Message content: 42",
            line.Message.ToString());
        Assert.Equal(dead.Path.ToString(), line.LogSource);
    }

    [Fact]
    public void A_dropped_message_is_logged_with_the_reason()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));

        Sys.EventStream.Publish(new Dropped(42, "No room", TestActor));

        ExpectText($"Message [Int32] to {TestActor} was dropped. No room. [1] dead letters encountered. {Advice} Message content: 42");
    }

    [Fact]
    public void An_unhandled_message_is_logged_and_so_is_what_wraps_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        var actor = Sys.ActorOf(Props.Empty);

        actor.Tell(new Wrapping(42));

        ExpectText(
            $"Message [Int32] wrapped in [Wrapping] from {TestActor} to {actor} was unhandled. [1] dead letters encountered. {Advice} Message content: 42");
    }

    [Fact]
    public void After_so_many_there_is_a_pause_after_which_the_count_begins_anew()
    {
        var dead = Dead();
        Sys.EventStream.Subscribe(TestActor, typeof(Info));

        foreach (var number in (int[])[1, 2, 3])
        {
            dead.Tell(number);
            ExpectStart(dead, number, ". ");
        }

        dead.Tell(4);
        ExpectStart(dead, 4, ", no more dead letters will be logged in next [00:00:00.5000000]. ");
        dead.Tell(5);
        dead.Tell(6);
        ExpectNoMsg(Silence);

        Thread.Sleep(TimeSpan.FromSeconds(1));
        dead.Tell(7);
        ExpectStart(dead, 7, ", of which 2 were not logged. The counter will be reset now. ");
        dead.Tell(1);
        ExpectStart(dead, 1, ". ");
    }

    [Fact]
    public async Task A_pause_without_end_is_the_end()
    {
        var system = ActorSystem.Create("silenced", "akka { log-dead-letters = 1, log-dead-letters-suspend-duration = infinite, stdout-loglevel = OFF }");
        system.EventStream.Subscribe(TestActor, typeof(Info));

        system.DeadLetters.Tell("one");
        ExpectMsg<Info>(line => line.Message.ToString()!.Contains("encountered, no more dead letters will be logged. "));
        system.DeadLetters.Tell("two");

        ExpectNoMsg(Silence);
        await system.Terminate();
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("0", 0)]
    [InlineData("on", 12)]
    public async Task They_are_all_logged_or_none(string howMany, int expected)
    {
        var system = ActorSystem.Create("all-or-none", $"akka {{ log-dead-letters = {howMany}, loglevel = INFO, stdout-loglevel = OFF }}");
        system.EventStream.Subscribe(TestActor, typeof(Info));

        foreach (var number in Enumerable.Range(0, 12))
            system.DeadLetters.Tell(number);

        Assert.Equal(expected, ReceiveWhile<Info>(_ => true, TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(300)).Count);
        await system.Terminate();
    }

    [Fact]
    public async Task They_are_logged_during_shutdown_on_demand()
    {
        var system = ActorSystem.Create("shutdown", "akka { log-dead-letters-during-shutdown = on, stdout-loglevel = OFF }");
        system.EventStream.Subscribe(TestActor, typeof(Info));
        system.ActorOf(Props.Create(() => new LastWords()));

        await system.Terminate();

        FishForMessage(message => message is Info line && line.Message.ToString()!.StartsWith("Message [LastWord] "));
    }

    [Fact]
    public async Task Unhandled_messages_are_logged_at_debug_level_on_demand()
    {
        var system = ActorSystem.Create("unhandled", "akka { actor.debug.unhandled = on, loglevel = DEBUG, stdout-loglevel = OFF, log-dead-letters = off }");
        system.EventStream.Subscribe(TestActor, typeof(Debug));
        var actor = system.ActorOf(Props.Empty, "actor");

        actor.Tell(42, TestActor);
        Assert.Equal(actor.Path.ToString(), ExpectUnhandled($"Unhandled message from {TestActor.Path} : 42").LogSource);
        system.EventStream.Publish(new UnhandledMessage(43, ActorRefs.NoSender, actor));
        ExpectUnhandled("Unhandled message from NoSender : 43");
        await system.Terminate();
    }

    private IActorRef Dead()
    {
        var dead = Watch(Sys.ActorOf(Props.Create(() => new Echo())));
        Sys.Stop(dead);
        ExpectTerminated(dead);
        return dead;
    }

    private void ExpectText(string text) => Assert.Equal(text, ExpectMsg<Info>().Message.ToString());

    private void ExpectStart(IActorRef dead, int number, string words) => Assert.StartsWith(
        $"Message [Int32] from {TestActor} to {dead} was not delivered. [{number}] dead letters encountered{words}", ExpectMsg<Info>().Message.ToString());

    private Debug ExpectUnhandled(string text) =>
        (Debug)FishForMessage(message => message is Debug line && line.Message.ToString() == text);

    private sealed record LastWord;

    private sealed class LastWords : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => Context.System.DeadLetters.Tell(new LastWord());
    }

    private sealed record Wrapping(object Message) : IWrappedMessage;
}
