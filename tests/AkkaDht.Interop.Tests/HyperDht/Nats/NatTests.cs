namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>Peers behind NATs of the operating system punch through to each other.</summary>
public sealed class NatTests
{
    /// <summary>The NATs before server and client, and who these are.</summary>
    public static TheoryData<NatKind, NatKind, Side, Side> Cases
    {
        get
        {
            var cases = new TheoryData<NatKind, NatKind, Side, Side>();
            foreach (var (server, client) in new[] { (NatKind.Consistent, NatKind.Consistent), (NatKind.Consistent, NatKind.Random), (NatKind.Random, NatKind.Consistent) })
                foreach (var (listens, connects) in Cast.Couples) cases.Add(server, client, listens, connects);
            return cases;
        }
    }

    [NatTheory]
    [MemberData(nameof(Cases))]
    public async Task Peers_behind_NATs_reach_each_other(NatKind server, NatKind client, Side listens, Side connects)
    {
        await using var net = await NatNetwork.StartAsync(server, client);

        var pair = await OpenAsync(net, listens, connects);

        await pair.AssertCarriesAsync();
        Assert.Equal("44.0.1.2", (await pair.Client.RemoteAddressAsync()).HostText);
        Assert.Equal("44.0.2.2", (await pair.Server.RemoteAddressAsync()).HostText);
        await pair.AssertEndsAsync();
    }

    [NatTheory]
    [MemberData(nameof(Cast.ServerAndClient), MemberType = typeof(Cast))]
    public async Task Two_random_NATs_are_not_punched_through(Side listens, Side connects)
    {
        await using var net = await NatNetwork.StartAsync(NatKind.Random, NatKind.Random);
        var (one, other) = (await net.JoinLeftAsync(listens), await net.JoinRightAsync(connects));
        var listening = await one.ListenAsync(new());

        var stream = await other.ConnectAsync(listening.PublicKey, new());

        Assert.Contains(await stream.FailedAsync(), new[] { "HOLEPUNCH_DOUBLE_RANDOMIZED_NATS", "REMOTE_ABORTED", "HOLEPUNCH_ABORTED" });
    }

    // Guessing the port of a random NAT fails about once in a thousand attempts, and a node does not try again soon: others do.
    private static async Task<HyperPair> OpenAsync(NatNetwork net, Side listens, Side connects, int triesLeft = 2)
    {
        var (one, other) = (await net.JoinLeftAsync(listens), await net.JoinRightAsync(connects));
        var listening = await one.ListenAsync(new());
        try
        {
            return await HyperPair.OpenAsync(other, listening);
        }
        catch (InvalidOperationException) when (triesLeft > 0)
        {
            return await OpenAsync(net, listens, connects, triesLeft - 1);
        }
    }
}
