using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>Our side of the end-to-end benchmarks: the same roles, arguments and lines as benchmarks/peers/target.mjs.</summary>
internal static class TargetProgram
{
    private const int LookupStride = 7919;

    public static async Task<int> RunAsync(string[] args)
    {
        using var system = ActorSystem.Create("target", "akka.loglevel = WARNING");
        var numbers = args[1..].Select(int.Parse).ToArray();
        object answer = args[0] switch
        {
            "reply" => await ReplyAsync(system, addresses: numbers[0]),
            "lookups" => await LookupsAsync(system, count: numbers[0], repetitions: numbers[1]),
            "memory" => await MemoryAsync(system, count: numbers[0]),
            _ => throw new ArgumentException($"'{args[0]}' is no role."),
        };

        Console.WriteLine(JsonSerializer.Serialize(answer));
        await Console.In.ReadToEndAsync();

        // The process is the unit of measurement: nobody waits for a thousand nodes to say good-bye.
        Environment.Exit(0);
        return 0;
    }

    private static async Task<object> ReplyAsync(ActorSystem system, int addresses)
    {
        var node = await StartBootstrapperAsync(system);
        for (var i = 0; i < addresses; i++) node.AddNode(SyntheticAddress(i));

        var status = await node.FullyBootstrappedAsync();
        for (var known = -1; known != status.TableSize; status = await node.GetStatusAsync())
        {
            known = status.TableSize;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        return new { port = status.PublicAddress!.Value.Port, known = status.TableSize };
    }

    private static async Task<object> LookupsAsync(ActorSystem system, int count, int repetitions)
    {
        var nodes = await StartNetworkAsync(system, count);
        var micros = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
        {
            var target = NodeId.Read(Requests.TargetOf(i));
            var start = Stopwatch.GetTimestamp();
            await nodes[i * LookupStride % count].FindNode(target).FinishedAsync();
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return new { micros };
    }

    private static async Task<object> MemoryAsync(ActorSystem system, int count)
    {
        var nodes = await StartNetworkAsync(system, count);
        var known = 0;
        foreach (var node in nodes) known += (await node.GetStatusAsync()).TableSize;

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new { nodes = nodes.Count, known = (double)known / count };
    }

    private static async Task<IReadOnlyList<DhtNode>> StartNetworkAsync(ActorSystem system, int count)
    {
        var nodes = new List<DhtNode> { await StartBootstrapperAsync(system) };
        var first = await nodes[0].GetStatusAsync();
        var settings = Settings(system);
        settings = settings with
        {
            Bootstrap = [BootstrapNode.At(first.PublicAddress!.Value)],
            Lifecycle = settings.Lifecycle with { IsEphemeral = false },
        };

        while (nodes.Count < count)
        {
            var node = await DhtNode.StartAsync(system, settings, $"dht-{nodes.Count}");
            await node.FullyBootstrappedAsync();
            nodes.Add(node);
        }

        return nodes;
    }

    private static async Task<DhtNode> StartBootstrapperAsync(ActorSystem system)
    {
        var node = await DhtNode.StartBootstrapperAsync(system, PeerAddress.Loopback(FreePort()), Settings(system), "bootstrapper");
        await node.FullyBootstrappedAsync();
        return node;
    }

    private static DhtNodeSettings Settings(ActorSystem system)
    {
        var settings = DhtNodeSettings.Create(system);
        return settings with { IsHyperDht = false, Sockets = settings.Sockets with { Host = PeerAddress.Loopback(0).Host } };
    }

    // Loopback addresses where nobody answers: whatever is sent there stays on this machine.
    private static PeerAddress SyntheticAddress(int i) => new(PeerAddress.Loopback(0).Host & 0xff000000 | (uint)(i + 0x10000), 10000);

    private static ushort FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
