using System.Diagnostics;
using System.Globalization;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Servers;

/// <summary>Connects, failures and closes for a while: what is counted as there returns to what it was.</summary>
public sealed class ConnectSoakTests
{
    private const string Length = "AKKADHT_SOAK_SECONDS";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(5);
    private readonly Dictionary<string, int> _done = [];

    private static TimeSpan Duration => TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable(Length) ?? "3", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Whatever_becomes_of_many_connections_nothing_of_them_remains()
    {
        await using var swarm = await Swarm.StartAsync(3, isHyperDht: true);
        var one = await swarm.AddAsync(swarm.Ephemeral);
        var other = await swarm.AddAsync(swarm.Ephemeral);
        var options = new ServerSpec { HandshakeClearWait = TimeSpan.FromMilliseconds(100), ShareLocalAddress = true };
        var server = await one.ListenAsync(options: options);
        var punching = await one.ListenAsync(DhtNode.NewKeyPair(), options with { ShareLocalAddress = false });
        var refusing = await one.ListenAsync(DhtNode.NewKeyPair(), options with { Firewall = _ => Task.FromResult(false) });
        _ = EchoAsync(server);
        _ = EchoAsync(punching);
        var before = await GaugesAsync(one, other);

        for (var began = Stopwatch.StartNew(); began.Elapsed < Duration;)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _random.Next(8) switch
            {
                0 => FailAsync(other, DhtNode.NewKeyPair().PublicKey, "unknown"),
                1 => GiveUpAsync(other, refusing.PublicKey, "refused"),
                2 => GiveUpAsync(other, server.PublicKey, "given up"),
                3 => AbortAsync(other, server.PublicKey),
                4 => EchoAsync(other, punching.PublicKey, "punched", isLocal: false),
                _ => EchoAsync(other, server.PublicKey, "connected", isLocal: true),
            }));
            if (_random.Next(64) == 0) await SuspendAsync(other);
        }

        Assert.All(["unknown", "given up", "aborted", "connected"], what => Assert.True(_done.GetValueOrDefault(what) > 0, what));
        await ReturnToAsync(before, one, other);
        await server.DisposeAsync();
        await punching.DisposeAsync();
        await refusing.DisposeAsync();
        await Eventually.HoldsAsync(async () => (await one.GetStatsAsync()).Servers.Active == 0);
    }

    private async Task EchoAsync(DhtNode node, PublicKey to, string what, bool isLocal)
    {
        try
        {
            await using var connection = await node.ConnectAsync(new PeerSpec(to) { LocalConnection = isLocal }).WaitAsync(Patience);
            await connection.WriteAsync(new byte[1 + _random.Next(5000)]);
            await connection.ReadAsync();
            Count(what);
        }
        catch (ConnectionException)
        {
            Count("failed");
        }
    }

    private async Task AbortAsync(DhtNode node, PublicKey to)
    {
        try
        {
            var connection = await node.ConnectAsync(to).WaitAsync(Patience);
            connection.Abort();
            await connection.Completion.WaitAsync(Patience);
            Count("aborted");
        }
        catch (ConnectionException)
        {
            Count("failed");
        }
    }

    private async Task FailAsync(DhtNode node, PublicKey to, string what)
    {
        await Assert.ThrowsAsync<ConnectionException>(() => node.ConnectAsync(to).WaitAsync(Patience));
        Count(what);
    }

    // At any moment between the first query and the open connection.
    private async Task GiveUpAsync(DhtNode node, PublicKey to, string what)
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(_random.Next(20)));
        try
        {
            await using var connection = await node.ConnectAsync(to, impatience.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionException)
        {
            Count(what);
        }
    }

    private async Task SuspendAsync(DhtNode node)
    {
        await node.SuspendAsync().WaitAsync(Patience);
        await node.ResumeAsync().WaitAsync(Patience);
        Count("suspended");
    }

    private static async Task EchoAsync(DhtServer server)
    {
        await foreach (var connection in server.AcceptAsync()) _ = EchoAsync(connection);
    }

    private static async Task EchoAsync(DhtConnection connection)
    {
        try
        {
            while (await connection.ReadAsync() is { } message) await connection.WriteAsync(message.ToArray());
            await connection.CloseAsync();
        }
        catch (ConnectionException)
        {
            // Its client has given it up.
        }
    }

    private void Count(string what)
    {
        lock (_done) _done[what] = _done.GetValueOrDefault(what) + 1;
    }

    private static async Task ReturnToAsync(string before, params DhtNode[] nodes)
    {
        var now = "";
        for (var waited = Stopwatch.StartNew(); now != before && waited.Elapsed < Patience; await Task.Yield()) now = await GaugesAsync(nodes);
        Assert.Equal(before, now);
    }

    private static async Task<string> GaugesAsync(params DhtNode[] nodes)
    {
        var gauges = new List<string>();
        foreach (var node in nodes)
        {
            var stats = await node.GetStatsAsync();
            gauges.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"attempts {stats.Connecting.Active}, connections {stats.Connections.Active}, sockets {stats.Pool.Active}, queries {stats.Queries.Active}, handshakes {stats.Servers.Handshakes.UnderWay}, operations {stats.Records.ActiveOperations}"));
        }

        return string.Join("; ", gauges);
    }
}
