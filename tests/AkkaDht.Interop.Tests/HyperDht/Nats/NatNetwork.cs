namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>A JavaScript network in the middle of a <see cref="NatLab"/>, with one node behind each NAT.</summary>
internal sealed class NatNetwork : IAsyncDisposable
{
    private const int FirstNodes = 6;

    private readonly List<IAsyncDisposable> _members;
    private readonly OurNodes _ours = new();
    private readonly NatLab _lab;
    private readonly PeerAddress _seed;

    private NatNetwork(NatLab lab, JsPeer middle, PeerAddress seed)
    {
        _lab = lab;
        _seed = seed;
        _members = [middle];
    }

    public static async Task<NatNetwork> StartAsync(NatKind left, NatKind right)
    {
        var lab = await NatLab.StartAsync(left, right);
        var middle = await JsPeer.StartAsync(lab.Middle);
        var nodes = await middle.StartTestnetAsync(FirstNodes, NatLab.MiddleHost);
        return new(lab, middle, PeerAddress.Parse($"{NatLab.MiddleHost}:{nodes[0].Address.Port}"));
    }

    /// <summary>Starts a node behind the first NAT.</summary>
    public Task<IHyperPeer> JoinLeftAsync(Side side) => JoinAsync(side, _lab.Left);

    /// <summary>Starts a node behind the second NAT.</summary>
    public Task<IHyperPeer> JoinRightAsync(Side side) => JoinAsync(side, _lab.Right);

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Enumerable.Reverse(_members)) await member.DisposeAsync();
        await _ours.DisposeAsync();
        await _lab.DisposeAsync();
    }

    private async Task<IHyperPeer> JoinAsync(Side side, string host)
    {
        IHyperPeer peer = side == Side.Ours
            ? await OurHyperPeer.OfAsync(await _ours.StartPeerAsync(_seed, isFirewalled: true, host))
            : await JsHyperPeer.StartAsync(new([_seed], Ephemeral: true, Host: "0.0.0.0"), host);
        _members.Add(peer);
        return peer;
    }
}
