#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Deterministic;

public sealed class OrderTests
{
    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var first = TraceOf(seed: 42);

        Assert.True(first.Count > 1000);
        Assert.Equal(first, TraceOf(seed: 42));
    }

    [Fact]
    public void Another_seed_gives_another_order() => Assert.NotEqual(TraceOf(seed: 42), TraceOf(seed: 43));

    [Fact]
    public void The_fingerprint_tells_traces_apart()
    {
        var prints = Enumerable.Range(1, 20).Select(seed => Gossip((ulong)seed, null)).ToList();

        Assert.Equal(20, prints.Distinct().Count());
        Assert.Equal(prints, Enumerable.Range(1, 20).Select(seed => Gossip((ulong)seed, null)));
    }

    [Fact]
    public void Systems_on_one_runtime_share_order_and_time() => Scenario.Play(runtime =>
    {
        var left = runtime.CreateSystem("left");
        var right = runtime.CreateSystem("right");
        var echo = right.ActorOf(Props.Create<Echo>(), "echo");

        var relay = left.ActorOf(Act.Props((message, _) => echo.Forward(message)));

        Assert.Equal("hello", runtime.Await(relay.Ask<string>("hello")));
        Assert.Equal(left.Scheduler.Now, right.Scheduler.Now);
    });

    [Fact]
    public void Messages_from_one_sender_arrive_in_their_order_under_every_seed() => Scenario.Play(
        runtime =>
        {
            var system = runtime.CreateSystem("order");
            var seen = new List<(string From, int Number)>();
            var sink = system.ActorOf(Act.Props((message, context) => seen.Add((context.Sender.Path.Name, (int)message))));
            foreach (var name in new[] { "a", "b", "c" })
                system.ActorOf(Act.Props((message, context) => Count(context, sink, (int)message)), name).Tell(0);
            runtime.RunUntilIdle();

            Assert.Equal(150, seen.Count);
            foreach (var ofOne in seen.GroupBy(each => each.From))
                Assert.Equal(Enumerable.Range(0, 50), ofOne.Select(each => each.Number));
        },
        seeds: 50);

    [Fact]
    public void A_race_shows_under_some_seeds_and_not_under_others()
    {
        var wins = Enumerable.Range(1, 40).Select(seed => WinnerOf((ulong)seed)).ToList();

        Assert.Contains("a", wins);
        Assert.Contains("b", wins);
    }

    [Fact]
    public void Timers_of_one_instant_fire_in_an_order_of_the_seed()
    {
        var orders = Enumerable.Range(1, 40).Select(seed => OrderOfTimers((ulong)seed)).Distinct().ToList();

        Assert.True(orders.Count > 1);
    }

    [Fact]
    public void A_signal_overtakes_messages_under_every_seed() => Scenario.Play(runtime =>
    {
        var system = runtime.CreateSystem("signals");
        var handled = 0;
        var actor = system.ActorOf(Act.Props((_, context) =>
        {
            handled++;
            context.Stop(context.Self);
        }));
        for (var i = 0; i < 10; i++)
            actor.Tell(i);
        runtime.RunUntilIdle();

        Assert.Equal(1, handled);
    });

    private static void Count(IUntypedActorContext context, IActorRef sink, int number)
    {
        sink.Tell(number);
        if (number < 49)
            context.Self.Tell(number + 1);
    }

    private static string WinnerOf(ulong seed)
    {
        using var runtime = new DeterministicRuntime(seed);
        var system = runtime.CreateSystem("race");
        var winner = "";
        var finish = system.ActorOf(Act.Props((_, context) => winner = winner == "" ? context.Sender.Path.Name : winner));
        foreach (var name in new[] { "a", "b" })
            system.ActorOf(Act.Props((_, _) => finish.Tell("here")), name).Tell("run");
        runtime.RunUntilIdle();
        return winner;
    }

    private static string OrderOfTimers(ulong seed)
    {
        using var runtime = new DeterministicRuntime(seed);
        var system = runtime.CreateSystem("timers");
        var order = "";
        foreach (var name in "abc")
            system.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), system.ActorOf(Act.Props((_, _) => order += name)), "now", ActorRefs.NoSender);
        runtime.RunFor(TimeSpan.FromSeconds(1));
        return order;
    }

    private static List<string> TraceOf(ulong seed)
    {
        List<string> trace = [];
        Gossip(seed, entry => trace.Add($"{entry} from {entry.Sender}"));
        return trace;
    }

    /// <summary>A crowd with timers, questions, crashes, deaths and asynchronous handlers; answers the fingerprint.</summary>
    private static ulong Gossip(ulong seed, Action<TraceEntry>? listener)
    {
        using var runtime = new DeterministicRuntime(seed);
        if (listener is not null)
            runtime.Trace = entry => Show(entry, listener);
        var system = runtime.CreateSystem("gossip", "akka.loglevel = OFF");
        var crowd = system.ActorOf(Props.Create(() => new Crowd(20)), "crowd");
        runtime.RunFor(TimeSpan.FromSeconds(2));
        Assert.True(runtime.Await(crowd.Ask<int>("size")) > 0);
        return runtime.Fingerprint;

        // A line of the log holds the number of the thread, which is the process's affair.
        static void Show(TraceEntry entry, Action<TraceEntry> listener) =>
            listener(entry.Message is LogEvent line ? entry with { Message = line.Message } : entry);
    }

    private sealed class Crowd : ReceiveActor
    {
        public Crowd(int size)
        {
            for (var i = 0; i < size; i++)
                Join();
            Receive<string>(_ => Sender.Tell(Context.GetChildren().Count()));
            Receive<IActorRef>(_ => Sender.Tell(Context.GetChildren().ElementAt(Akka.Util.ThreadLocalRandom.Current.Next(Context.GetChildren().Count()))));
            Receive<Terminated>(_ => Join());
        }

        private static void Join() => Context.Watch(Context.ActorOf(Props.Create(() => new Gossiper())));
    }

    private sealed class Gossiper : ReceiveActor, IWithTimers
    {
        private int _heard;

        public Gossiper()
        {
            Timers.StartPeriodicTimer("talk", "talk", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(25));
            ReceiveAsync<string>(async _ =>
            {
                var friend = await Context.Parent.Ask<IActorRef>(Self, TimeSpan.FromSeconds(1));
                friend.Tell(++_heard);
            });
            Receive<int>(number => number % 7 == 6, _ => throw new InvalidOperationException("crash"));
            Receive<int>(number => number % 11 == 10, _ => Context.Stop(Self));
            Receive<int>(_ => _heard++);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
#endif
