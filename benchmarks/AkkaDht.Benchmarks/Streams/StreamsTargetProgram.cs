using System.Diagnostics;
using System.Text.Json;
using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;

namespace AkkaDht.Benchmarks.Streams;

/// <summary>Our side of the stream benchmarks: the same roles, arguments and lines as benchmarks/peers/streams.mjs, both ends in this process.</summary>
internal static class StreamsTargetProgram
{
    private const int Mebibyte = 1024 * 1024;
    private const int WriteBytes = 64 * 1024;

    public static async Task<int> RunAsync(string suite, string[] args)
    {
        using var system = ActorSystem.Create("streams", "akka.loglevel = WARNING");
        var settings = DhtNodeSettings.Create(system);
        settings = settings with
        {
            Bootstrap = [],
            IsHyperDht = false,
            CryptoSuite = suite,
            Sockets = settings.Sockets with { Host = PeerAddress.Loopback(0).Host },
            Connections = settings.Connections with { MaxConnections = 65536 },
        };
        await using var from = await DhtNode.StartAsync(system, settings, "from");
        await using var to = await DhtNode.StartAsync(system, settings, "to");
        var numbers = args[1..].Select(int.Parse).ToArray();
        object answer = args[0] switch
        {
            "pair" => await PairAsync(from, to, numbers[0], numbers[1]),
            "via" => await ViaAsync(from, to, numbers[0], numbers[1]),
            "idle" => await IdleAsync(from, to, numbers[0]),
            _ => throw new ArgumentException($"'{args[0]}' is no role."),
        };

        Say(answer);
        await Console.In.ReadToEndAsync();
        Environment.Exit(0);
        return 0;
    }

    private static async Task<object> PairAsync(DhtNode from, DhtNode to, int warmup, int count)
    {
        var (writer, reader) = await ConnectAsync(from, to, await AddressOfAsync(to));
        return await TransferredAsync(writer, reader, warmup, count);
    }

    private static async Task<object> ViaAsync(DhtNode from, DhtNode to, int warmup, int count)
    {
        Say(new { port = (await AddressOfAsync(to)).Port });
        var answer = JsonDocument.Parse((await Console.In.ReadLineAsync())!).RootElement;
        var (writer, reader) = await ConnectAsync(from, to, PeerAddress.Loopback(answer.GetProperty("port").GetUInt16()));
        return await TransferredAsync(writer, reader, warmup, count);
    }

    private static async Task<object> IdleAsync(DhtNode from, DhtNode to, int count)
    {
        var address = await AddressOfAsync(to);
        var connections = new List<DhtConnection>(2 * count);

        // The first ones are not counted: they bring what all share.
        const int uncounted = 100;
        for (var i = 0; i < uncounted; i++) await ConnectIdleAsync();
        var before = Memory();
        for (var i = 0; i < count; i++) await ConnectIdleAsync();
        var after = Memory();
        GC.KeepAlive(connections);
        return new { connections = count, managedBytes = (after.Managed - before.Managed) / (2.0 * count), residentBytes = (after.Resident - before.Resident) / (2.0 * count) };

        async Task ConnectIdleAsync()
        {
            var (writer, reader) = await ConnectAsync(from, to, address);
            connections.Add(writer);
            connections.Add(reader);
        }
    }

    private static async Task<PeerAddress> AddressOfAsync(DhtNode node) => PeerAddress.Loopback((await node.GetStatusAsync()).LocalAddress!.Value.Port);

    private static (long Managed, long Resident) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    private static async Task<(DhtConnection Writer, DhtConnection Reader)> ConnectAsync(DhtNode from, DhtNode to, PeerAddress address)
    {
        var reader = await to.BeginConnectionAsync(new ConnectionSpec());
        var writer = await from.BeginConnectionAsync(new ConnectionSpec());
        reader.Connect(new StreamRoute(writer.LocalId, Address: null), KeyAgreement.Await(DhtNode.NewKeyPair()));
        writer.Connect(new StreamRoute(reader.LocalId, address), KeyAgreement.Introduce(DhtNode.NewKeyPair()));
        await Task.WhenAll(writer.OpenedAsync(), reader.OpenedAsync());
        return (writer, reader);
    }

    private static async Task<object> TransferredAsync(DhtConnection writer, DhtConnection reader, int warmup, int count)
    {
        if (warmup > 0) await TransferAsync(writer, reader, (long)warmup * Mebibyte);

        var packets = await PacketsAsync(writer, reader);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var millis = await TransferAsync(writer, reader, (long)count * Mebibyte);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        packets = await PacketsAsync(writer, reader) - packets;
        return new { bytes = (long)count * Mebibyte, millis, allocatedPerPacket = (double)allocated / packets };
    }

    private static async Task<long> PacketsAsync(DhtConnection writer, DhtConnection reader) =>
        (await writer.GetStatsAsync())!.Carrier.PacketsSent + (await reader.GetStatsAsync())!.Carrier.PacketsSent;

    private static async Task<double> TransferAsync(DhtConnection writer, DhtConnection reader, long bytes)
    {
        var start = Stopwatch.GetTimestamp();
        var done = ReadAsync(reader, bytes);
        var chunk = new byte[WriteBytes];
        for (var written = 0L; written < bytes; written += WriteBytes) await writer.WriteAsync(chunk);
        await done;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task ReadAsync(DhtConnection reader, long bytes)
    {
        while (bytes > 0) bytes -= (await reader.ReadAsync())!.Value.Length;
    }

    private static void Say(object said) => Console.WriteLine(JsonSerializer.Serialize(said));
}
