namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A network on loopback whose first nodes, which store and forward, are of one side, and which nodes of either join.</summary>
internal sealed class HyperNetwork : IAsyncDisposable
{
    private const int FirstNodes = 4;

    private readonly OurNodes _ours = new();
    private readonly List<IAsyncDisposable> _members = [];
    private PeerAddress _seed;

    private HyperNetwork() { }

    /// <summary>Starts the first nodes.</summary>
    public static async Task<HyperNetwork> StartAsync(Side side)
    {
        var network = new HyperNetwork();
        network._seed = side == Side.Ours ? await network._ours.StartNetworkAsync(FirstNodes) : await network.StartJavaScriptAsync();
        return network;
    }

    /// <summary>Starts an ephemeral node that takes itself to be behind a NAT, or one that knows better.</summary>
    public async Task<IHyperPeer> JoinAsync(Side side, bool isFirewalled = true)
    {
        IHyperPeer peer = side == Side.Ours
            ? await OurHyperPeer.OfAsync(await _ours.StartPeerAsync(_seed, isFirewalled))
            : await JsHyperPeer.StartAsync(new([_seed], Ephemeral: true, isFirewalled, QuickFirewall: false));
        _members.Add(peer);
        return peer;
    }

    /// <summary>Starts a relay, which knows its address, and waits until peers find it.</summary>
    public async Task<IHyperRelay> StartRelayAsync(Side side)
    {
        IHyperRelay relay = side == Side.Ours
            ? await OurRelay.StartAsync(_ours, _seed)
            : await JsRelay.StartAsync(new([_seed], Ephemeral: true, Firewalled: false));
        _members.Add(relay);
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members)) await member.DisposeAsync();
        await _ours.DisposeAsync();
    }

    private async Task<PeerAddress> StartJavaScriptAsync()
    {
        var process = await JsPeer.StartAsync();
        _members.Add(process);
        return (await process.StartTestnetAsync(FirstNodes))[0].Address;
    }
}
