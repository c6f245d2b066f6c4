#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;
using AkkaDht.Tests.Support;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Two nodes and their connection on one thread, in virtual time and in an order of a seed.</summary>
public sealed class DeterministicConnectionTests
{
    private const int Messages = 100;

    [Fact]
    public void Under_every_seed_both_owners_hear_the_same_story() => Scenario.Play(
        runtime =>
        {
            var (left, right) = Play(runtime);

            Assert.Equal([nameof(Opening), nameof(Opened), .. Enumerable.Repeat(nameof(Received), Messages), nameof(RemoteEnded), nameof(Closed)], right.Heard);
            Assert.Equal(Messages, left.Heard.Count(name => name == nameof(Written)));
            Assert.Equal([EndKind.Clean, EndKind.Clean], [left.Reason!.Value.Kind, right.Reason!.Value.Kind]);
        },
        seeds: 8);

    [Fact]
    public void The_same_seed_repeats_a_connection_message_for_message()
    {
        var first = Print(seed: 5);

        Assert.Equal(first, Print(seed: 5));
        Assert.NotEqual(first, Print(seed: 6));
    }

    private static (ulong Fingerprint, long Messages) Print(ulong seed)
    {
        using var runtime = new DeterministicRuntime(seed);
        Play(runtime);
        return (runtime.Fingerprint, runtime.MessageCount);
    }

    private static (Story Left, Story Right) Play(DeterministicRuntime runtime)
    {
        var system = runtime.CreateSystem("pair", "akka.loglevel = OFF");
        var settings = new DhtNodeSettings
        {
            IsHyperDht = false,
            CryptoSuite = CryptoSuites.Managed,
            Time = runtime.Clock,
            SocketFactory = new FakeNetwork(),
            NewRandom = () => new RuntimeRandom(runtime.Random),
            Sockets = new() { Host = PeerAddress.Loopback(0).Host },
        };
        var random = new RuntimeRandom(runtime.Random);
        var crypto = CryptoSuites.Select(CryptoSuites.Managed);
        var (left, right) = (new Story(), new Story());
        runtime.Await(async () =>
        {
            var leftNode = await DhtNode.StartAsync(system, settings with { Sockets = settings.Sockets with { Port = 5000 } }, "left");
            var rightNode = await DhtNode.StartAsync(system, settings with { Sockets = settings.Sockets with { Port = 6000 } }, "right");
            Begin(system, rightNode, right, id: new(2), new(new(1), Address: null), KeyAgreement.Await(KeyPair.Generate(crypto, random)));
            Begin(system, leftNode, left, id: new(1), new(new(2), PeerAddress.Loopback(6000)), KeyAgreement.Introduce(KeyPair.Generate(crypto, random)));
        });
        runtime.RunFor(TimeSpan.FromMinutes(1));
        return (left, right);
    }

    private static void Begin(ActorSystem system, DhtNode node, Story story, StreamId id, StreamRoute route, KeyAgreement keys)
    {
        var isWriter = route.Address is not null;
        var spec = new ConnectionSpec { LocalId = id, Route = route, Keys = keys };
        system.ActorOf(Props.Create(() => new Owner(node.Actor, spec, story, isWriter)));
    }

    private sealed class Story
    {
        public List<string> Heard { get; } = [];

        public EndReason? Reason { get; set; }
    }

    /// <summary>Writes all messages, or reads until the end, and ends.</summary>
    private sealed class Owner(IActorRef node, ConnectionSpec spec, Story story, bool isWriter) : UntypedActor
    {
        protected override void PreStart() => node.Tell(new Open(spec));

        protected override void OnReceive(object message)
        {
            story.Heard.Add(message.GetType().Name);
            switch (message)
            {
                case Opened opened when isWriter: WriteAll(opened.Connection); break;
                case Received received: Sender.Tell(new Demand(received.Cost)); break;
                case RemoteEnded when !isWriter: Sender.Tell(End.Instance); break;
                case Closed closed: story.Reason = closed.Reason; break;
            }
        }

        private static void WriteAll(IActorRef connection)
        {
            for (var i = 0; i < Messages; i++) connection.Tell(new Write(new byte[10_000], i));
            connection.Tell(End.Instance);
        }
    }

    /// <summary>Randomness of the seed.</summary>
    private sealed class RuntimeRandom(Random random) : IRandomSource
    {
        public void Fill(Span<byte> destination) => random.NextBytes(destination);

        public int Next(int exclusiveUpperBound) => random.Next(exclusiveUpperBound);
    }
}
#endif
