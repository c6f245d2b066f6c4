namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>Starting hyperdht nodes in a JavaScript process.</summary>
internal static class JsHyperPeers
{
    /// <summary>
    /// Starts a network as the reference's <c>createTestnet</c> does: persistent nodes that know that nothing stands before them. The
    /// first of them does not know its own address and stores nothing.
    /// </summary>
    public static async Task<IReadOnlyList<JsHyperNode>> StartTestnetAsync(this JsPeer peer, int count = 4, string? host = null) =>
        Nodes(peer, await peer.CallAsync<JsBirth>("hyperTestnet", new { count, host }));

    /// <summary>Starts a node and waits until it is bootstrapped.</summary>
    public static async Task<JsHyperNode> StartHyperNodeAsync(this JsPeer peer, JsHyperOptions options) =>
        (await peer.StartHyperNodesAsync(1, options))[0];

    /// <summary>Starts nodes one after the other, each bootstrapped before the next.</summary>
    public static async Task<IReadOnlyList<JsHyperNode>> StartHyperNodesAsync(this JsPeer peer, int count, JsHyperOptions options) =>
        Nodes(peer, await peer.CallAsync<JsBirth>("hyperNode", options, ("count", count)));

    private static IReadOnlyList<JsHyperNode> Nodes(JsPeer peer, JsBirth born) => [.. born.Nodes.Select(state => new JsHyperNode(peer, state))];
}
