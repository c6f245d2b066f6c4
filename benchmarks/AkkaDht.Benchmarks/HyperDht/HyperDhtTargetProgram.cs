using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Servers;

namespace AkkaDht.Benchmarks.HyperDht;

/// <summary>Our side of the hyperdht benchmarks: the same roles, arguments and lines as benchmarks/peers/hyperdht.mjs, and a server to be flooded.</summary>
internal static class HyperDhtTargetProgram
{
    private const int Stride = 7919;

    public static async Task<int> RunAsync(string[] args)
    {
        using var system = ActorSystem.Create("hyperdht", "akka.loglevel = WARNING");
        var numbers = args[1..].Select(int.Parse).ToArray();
        object answer = args[0] switch
        {
            "connects" => await ConnectsAsync(system, numbers[0], numbers[1], isPunching: false),
            "punches" => await ConnectsAsync(system, numbers[0], numbers[1], isPunching: true),
            "topics" => await TopicsAsync(system, numbers[0], numbers[1]),
            "server" => await ServerAsync(system, numbers[0]),
            _ => throw new ArgumentException($"'{args[0]}' is no role."),
        };

        Console.WriteLine(JsonSerializer.Serialize(answer));
        await Console.In.ReadToEndAsync();
        Environment.Exit(0);
        return 0;
    }

    /// <summary>Starts a node that enters nobody's table.</summary>
    public static async Task<DhtNode> StartNodeAsync(
        ActorSystem system, string name, PeerAddress bootstrap, bool isEphemeral = true, bool quickFirewall = true)
    {
        var settings = Settings(system);
        settings = settings with
        {
            Bootstrap = [BootstrapNode.At(bootstrap)],
            Lifecycle = settings.Lifecycle with { IsEphemeral = isEphemeral, QuickFirewall = quickFirewall },
        };
        var node = await DhtNode.StartAsync(system, settings, name);
        await node.FullyBootstrappedAsync();
        return node;
    }

    private static async Task<object> ConnectsAsync(ActorSystem system, int nodes, int count, bool isPunching)
    {
        var bootstrap = (await StartNetworkAsync(system, nodes)).Address;
        var to = await StartNodeAsync(system, "to", bootstrap, quickFirewall: !isPunching);
        var from = await StartNodeAsync(system, "from", bootstrap, quickFirewall: !isPunching);
        await using var server = await to.ListenAsync(options: new ServerSpec { ShareLocalAddress = !isPunching });
        _ = CloseAllAsync(server);

        var micros = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var connection = await from.ConnectAsync(new PeerSpec(server.PublicKey) { LocalConnection = !isPunching });
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            await connection.CloseAsync();
        }

        return new { micros };
    }

    private static async Task<object> TopicsAsync(ActorSystem system, int count, int repetitions)
    {
        var (nodes, _) = await StartNetworkAsync(system, count);
        var keyPair = DhtNode.NewKeyPair();
        var announced = await TimedAsync(repetitions, (topic, i) => nodes[i * Stride % count].AnnounceAsync(topic, keyPair));
        var lookedUp = await TimedAsync(repetitions, (topic, i) => nodes[(i * Stride + 1) % count].LookupAsync(topic).FinishedAsync());
        return new { announced, lookedUp };
    }

    private static async Task<object> ServerAsync(ActorSystem system, int nodes)
    {
        var bootstrap = (await StartNetworkAsync(system, nodes)).Address;

        // Behind a NAT, as it takes itself to be, each handshake may cost a socket.
        var node = await StartNodeAsync(system, "server", bootstrap, quickFirewall: false);
        var server = await node.ListenAsync();
        _ = CloseAllAsync(server);
        return new { publicKey = server.PublicKey.ToHex(), port = (await node.GetStatusAsync()).LocalAddress!.Value.Port, bootstrap = bootstrap.Port };
    }

    private static async Task CloseAllAsync(DhtServer server)
    {
        await foreach (var connection in server.AcceptAsync()) _ = connection.CloseAsync();
    }

    private static async Task<double[]> TimedAsync(int repetitions, Func<NodeId, int, Task> act)
    {
        var micros = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
        {
            var topic = NodeId.Read(EndToEnd.Requests.TargetOf(i));
            var start = Stopwatch.GetTimestamp();
            await act(topic, i);
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return micros;
    }

    private static async Task<(IReadOnlyList<DhtNode> Nodes, PeerAddress Address)> StartNetworkAsync(ActorSystem system, int count)
    {
        var address = PeerAddress.Loopback(FreePort());
        var nodes = new List<DhtNode> { await DhtNode.StartBootstrapperAsync(system, address, Settings(system), "bootstrapper") };
        await nodes[0].FullyBootstrappedAsync();
        while (nodes.Count < count) nodes.Add(await StartNodeAsync(system, $"dht-{nodes.Count}", address, isEphemeral: false));
        return (nodes, address);
    }

    private static DhtNodeSettings Settings(ActorSystem system)
    {
        var settings = DhtNodeSettings.Create(system);
        return settings with { Bootstrap = [], Sockets = settings.Sockets with { Host = PeerAddress.Loopback(0).Host } };
    }

    private static ushort FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
