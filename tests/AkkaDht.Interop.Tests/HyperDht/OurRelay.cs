namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A node of ours that is a relay for others.</summary>
internal sealed class OurRelay(OurNode ours, string publicKey) : IHyperRelay
{
    public static async Task<OurRelay> StartAsync(OurNodes nodes, PeerAddress seed)
    {
        var ours = await nodes.StartRelayAsync(seed);
        return new(ours, (await ours.Node.GetKeyPairAsync()).PublicKey.ToHex());
    }

    public string PublicKey => publicKey;

    public PeerAddress Address => ours.Address;

    public async Task<int> PairsAsync() => (int)(await ours.Node.GetStatsAsync()).Relaying.Pairs.Matched;

    public async Task KillAsync() => await ours.Node.DisposeAsync();

    public ValueTask DisposeAsync() => ours.Node.DisposeAsync();
}
