using System.Text;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Servers;

/// <summary>Servers and their clients on loopback, found by their keys through nodes between them.</summary>
public sealed class ServingTests(Xunit.Abstractions.ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TaskCompletionSource<Swarm> _started = new();

    private Swarm Swarm => _started.Task.Result;

    public async Task InitializeAsync() => _started.SetResult(await Swarm.StartAsync(3, isHyperDht: true));

    public async Task DisposeAsync() => await Swarm.DisposeAsync();

    [Fact]
    public async Task A_server_is_found_by_its_key_and_both_sides_know_each_other()
    {
        var (one, other) = (await Swarm.AddAsync(Swarm.Ephemeral), await Swarm.AddAsync(Swarm.Ephemeral));
        var w=System.Diagnostics.Stopwatch.StartNew();
        var server = await one.ListenAsync();
        output.WriteLine("listen "+w.ElapsedMilliseconds);

        var client = await other.ConnectAsync(server.PublicKey).WaitAsync(TimeSpan.FromSeconds(20));

        output.WriteLine("connect "+w.ElapsedMilliseconds);
        var accepted = await AcceptAsync(server);
        Assert.Equal((await other.GetKeyPairAsync()).PublicKey, accepted.RemotePublicKey);
        Assert.Equal(server.PublicKey, client.RemotePublicKey);
        Assert.Equal(client.HandshakeHash.ToArray(), accepted.HandshakeHash.ToArray());
        await client.WriteAsync(Encoding.UTF8.GetBytes("hello"));
        Assert.Equal("hello", Encoding.UTF8.GetString((await accepted.ReadAsync())!.Value.Span));
        output.WriteLine("read "+w.ElapsedMilliseconds+" "+await one.GetStatsAsync() + await other.GetStatsAsync());
        await client.DisposeAsync();
        output.WriteLine("client "+w.ElapsedMilliseconds);
        await accepted.DisposeAsync();
        output.WriteLine("accepted "+w.ElapsedMilliseconds);
        await server.DisposeAsync();
        output.WriteLine("server "+w.ElapsedMilliseconds);
    }

    [Fact]
    public async Task Timing()
    {
        var (one, other) = (await Swarm.AddAsync(Swarm.Ephemeral), await Swarm.AddAsync(Swarm.Ephemeral));
        var server = await one.ListenAsync();
        for (var i = 0; i < 10; i++)
        {
            var w=System.Diagnostics.Stopwatch.StartNew();
            var client = await other.ConnectAsync(server.PublicKey).WaitAsync(TimeSpan.FromSeconds(20));
            var accepted = await AcceptAsync(server);
            output.WriteLine($"connect {w.Elapsed.TotalMilliseconds}");
            await Task.WhenAll(client.CloseAsync(), accepted.CloseAsync());
            output.WriteLine($"close {w.Elapsed.TotalMilliseconds}");
        }
    }

    private static async Task<DhtConnection> AcceptAsync(DhtServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var connection in server.AcceptAsync(patience.Token)) return connection;
        throw new InvalidOperationException("The server is closed.");
    }
}
