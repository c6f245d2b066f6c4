#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.DhtNodes;

/// <summary>A whole network of nodes on one thread, in virtual time and in an order of a seed.</summary>
public sealed class DeterministicNetworkTests
{
    private const ushort FirstPort = 10_000;
    private const int Count = 20;

    [Fact]
    public void Every_node_is_found_under_every_seed() => Scenario.Play(
        runtime =>
        {
            var nodes = Start(runtime);
            for (var i = 0; i < Count; i++)
                Assert.Equal(IdOf(i), FindNode(runtime, nodes[(i + 7) % Count], IdOf(i)).First());
        },
        seeds: 4);

    [Fact]
    public void The_same_seed_repeats_an_hour_of_the_network_message_for_message()
    {
        var first = PrintOfAnHour(seed: 11);

        Assert.Equal(first, PrintOfAnHour(seed: 11));
        Assert.NotEqual(first, PrintOfAnHour(seed: 12));
    }

    private static (ulong Fingerprint, long Messages) PrintOfAnHour(ulong seed)
    {
        using var runtime = new DeterministicRuntime(seed);
        var nodes = Start(runtime);
        runtime.RunFor(TimeSpan.FromHours(1));
        FindNode(runtime, nodes[3], IdOf(9));
        Assert.InRange(runtime.Elapsed, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
        return (runtime.Fingerprint, runtime.MessageCount);
    }

    /// <summary>Starts persistent nodes that bootstrap from the first.</summary>
    private static List<DhtNode> Start(DeterministicRuntime runtime)
    {
        var system = runtime.CreateSystem("network", "akka.loglevel = OFF");
        var settings = new DhtNodeSettings
        {
            IsHyperDht = false,
            CryptoSuite = CryptoSuites.Managed,
            Time = runtime.Clock,
            SocketFactory = new FakeNetwork(),
            NewRandom = () => new RuntimeRandom(runtime.Random),
            Lifecycle = new() { IsEphemeral = false, IsFirewalled = false },
        };

        List<DhtNode> nodes = [];
        runtime.Await(async () =>
        {
            for (ushort i = 0; i < Count; i++)
            {
                var own = settings with { Sockets = new() { Host = PeerAddress.Loopback(0).Host, Port = PortOf(i) } };
                nodes.Add(i == 0
                    ? await DhtNode.StartBootstrapperAsync(system, PeerAddress.Loopback(FirstPort), own, "bootstrapper")
                    : await DhtNode.StartAsync(system, own with { Bootstrap = [BootstrapNode.At(PeerAddress.Loopback(FirstPort))] }, $"node-{i}"));
                await nodes[i].FullyBootstrappedAsync();
            }
        });
        return nodes;
    }

    private static IEnumerable<NodeId> FindNode(DeterministicRuntime runtime, DhtNode asking, NodeId target)
    {
        using var inbox = Inbox.Create(asking.System);
        inbox.Send(asking.Actor, new QueryMessages.Start(new QueryPlan(target, Commands.FindNode) { IsInternal = true }));
        IActorRef query = ActorRefs.Nobody;
        while (true)
        {
            switch (inbox.Receive(TimeSpan.FromMinutes(1)))
            {
                case QueryMessages.Started started: query = started.Query; break;
                case QueryMessages.Progressed: inbox.Send(query, new QueryMessages.Demand(1)); break;
                case QueryMessages.Finished finished: return finished.ClosestReplies.Select(reply => reply.FromNode!.Value.Id);
            }
        }
    }

    private static NodeId IdOf(int node) => Ids.Of(PeerAddress.Loopback(PortOf(node)));

    // Every second port is a node's own second socket.
    private static ushort PortOf(int node) => (ushort)(FirstPort + (2 * node));

    /// <summary>Randomness of the seed.</summary>
    private sealed class RuntimeRandom(Random random) : IRandomSource
    {
        public void Fill(Span<byte> destination) => random.NextBytes(destination);

        public int Next(int exclusiveUpperBound) => random.Next(exclusiveUpperBound);
    }
}
#endif
