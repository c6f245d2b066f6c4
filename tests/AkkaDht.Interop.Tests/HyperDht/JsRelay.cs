namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A blind relay in a JavaScript process of its own.</summary>
internal sealed class JsRelay(JsPeer process, JsHyperNode node, JsListener born) : IHyperRelay
{
    public static async Task<JsRelay> StartAsync(JsHyperOptions options)
    {
        var process = await JsPeer.StartAsync();
        var node = await process.StartHyperNodeAsync(options);
        return new(process, node, await node.RelayAsync());
    }

    public string PublicKey => born.PublicKey;

    public PeerAddress Address => node.Address;

    public async Task<int> PairsAsync() => (await StatsAsync()).Pairings.Matched;

    public Task<JsRelayStats> StatsAsync() => process.CallAsync<JsRelayStats>("hyperRelayStats", new { relay = born.Relay });

    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
