using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Servers;

/// <summary>A stranger who sends handshakes as fast as he can.</summary>
public sealed class FloodTests
{
    private const int Handshakes = 5_000;

    [Fact]
    public async Task A_server_that_is_flooded_lets_others_in_and_holds_little()
    {
        await using var swarm = await Swarm.StartAsync(3, isHyperDht: true);
        var (one, other, stranger) = (await swarm.AddAsync(swarm.Ephemeral), await swarm.AddAsync(swarm.Ephemeral), await swarm.AddAsync(swarm.Ephemeral));
        await using var server = await one.ListenAsync();
        var address = await Swarm.AddressOf(one);
        var target = Targets.Of(CryptoSuites.Select(CryptoSuites.Auto), server.PublicKey);
        using var flood = stranger.CreateSession();
        var sent = Enumerable.Range(0, Handshakes).Select(number => Send(flood, new RequestSpec(address, PeerCommands.PeerHandshake)
        {
            Target = target,
            Value = new HandshakeMessage(PeerMode.FromClient, AkkaDht.Tests.Servers.Handshakes.Garbage(number), null, null).ToBytes(),
            Retries = 0,
            Force = true,
        })).ToArray();

        await using var client = await other.ConnectAsync(server.PublicKey).WaitAsync(TimeSpan.FromSeconds(10));

        var stats = await one.GetStatsAsync();
        Assert.InRange(stats.Servers.Handshakes.UnderWay, 0, new AdmissionSettings().MaxPerAddress + 1);
        Assert.InRange(stats.Pool.Opened, 0, 1);
        Assert.Equal(1, stats.Connections.Total);
        client.Abort();
        flood.Dispose();
        await Task.WhenAll(sent);
        await one.DisposeAsync();
    }

    // Nobody answers garbage.
    private static async Task Send(DhtSession session, RequestSpec request) => await Assert.ThrowsAsync<DhtException>(() => session.RequestAsync(request));
}
