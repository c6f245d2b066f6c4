using System.Diagnostics;
using Akka.Actor;
using AkkaDht.Benchmarks.EndToEnd;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Benchmarks.HyperDht;

/// <summary>What does a flood of handshakes cost a listening server in sockets and memory, and how long does a client that means it wait meanwhile?</summary>
internal static class FloodBenchmark
{
    private const int MostGoodOnes = 10_000;
    private const double Mebibyte = 1024 * 1024;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private static readonly Target Server = new("AkkaDht", ["dotnet", typeof(FloodBenchmark).Assembly.Location, "hyperdht-target"]);

    public static async Task<ResultTable> MeasureAsync(HyperDhtExtent extent)
    {
        await using var server = await Server.StartAsync("server", extent.Nodes);
        var key = PublicKey.Parse(server.Answer.GetProperty("publicKey").GetString()!);
        using var flood = new HandshakeFlood(key, server.Answer.GetProperty("port").GetUInt16(), Math.Min(MostGoodOnes, extent.FloodRate));
        await using var client = await Client.StartAsync(PeerAddress.Loopback(server.Answer.GetProperty("bootstrap").GetUInt16()));
        await client.ConnectAsync(key);

        var before = Look(server);
        var flooding = Task.Factory.StartNew(
            () => flood.Run(TimeSpan.FromSeconds(extent.FloodSeconds), extent.FloodRate), TaskCreationOptions.LongRunning);
        var (looks, connects) = (new List<(int Sockets, double Mebibytes)>(), new List<double>());
        while (!flooding.IsCompleted)
        {
            connects.Add(await client.ConnectAsync(key));
            looks.Add(Look(server));
            await Task.Delay(BetweenLooks);
        }

        // What was taken in for a while is let go of, at the latest, when nobody has come for it.
        await Task.Delay(TimeSpan.FromSeconds(2 * extent.FloodSeconds));
        var after = Look(server);
        return new($"(d) {extent.FloodRate} handshakes/s to a listening server for {extent.FloodSeconds} s", [Server],
        [
            new("handshakes sent", [await flooding]),
            new("open sockets before", [before.Sockets]),
            new("open sockets, most", [looks.Max(look => look.Sockets)]),
            new("open sockets afterwards", [after.Sockets]),
            new("resident MiB before", [before.Mebibytes], "N1"),
            new("resident MiB, most", [looks.Max(look => look.Mebibytes)], "N1"),
            new("resident MiB afterwards", [after.Mebibytes], "N1"),
            new("a client that means it connects within, median, ms", [ResultTable.Median(connects)], "N1"),
            new("slowest, ms", [connects.Max()], "N1"),
        ]);
    }

    private static (int Sockets, double Mebibytes) Look(RunningTarget server) => (server.OpenSockets, server.ResidentBytes / Mebibyte);

    private sealed class Client(ActorSystem system, DhtNode node) : IAsyncDisposable
    {
        public static async Task<Client> StartAsync(PeerAddress bootstrap)
        {
            var system = ActorSystem.Create("client", "akka.loglevel = WARNING");
            return new(system, await HyperDhtTargetProgram.StartNodeAsync(system, "client", bootstrap, quickFirewall: false));
        }

        /// <summary>Connects, and says how many milliseconds that took.</summary>
        public async Task<double> ConnectAsync(PublicKey server)
        {
            var start = Stopwatch.GetTimestamp();
            await using var connection = await node.ConnectAsync(server);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        public async ValueTask DisposeAsync()
        {
            await node.DisposeAsync();
            await system.Terminate();
        }
    }
}
