namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>One hyperdht node of a JavaScript process, with the verbs of peers/hyperdht.mjs and peers/hyperconnections.mjs as methods.</summary>
internal sealed class JsHyperNode(JsPeer peer, JsState born) : JsNode(peer, born)
{
    /// <summary>The key that it connects as unless told otherwise.</summary>
    public string PublicKey => Born.PublicKey!;

    public Task<JsHyperStats> StatsAsync() => CallAsync<JsHyperStats>("hyperStats", new());

    public Task<JsRecordWalk> AnnounceAsync(string topic, string seed, IReadOnlyList<PeerAddress>? relays = null, long bump = 0) =>
        CallAsync<JsRecordWalk>("hyperAnnounce", new() { ["topic"] = topic, ["seed"] = seed, ["relays"] = relays?.Select(JsAddress.From), ["bump"] = bump });

    public Task UnannounceAsync(string topic, string seed) =>
        CallAsync<object>("hyperUnannounce", new() { ["topic"] = topic, ["seed"] = seed });

    public Task<JsRecordWalk> LookupAsync(string topic) => CallAsync<JsRecordWalk>("hyperLookup", new() { ["topic"] = topic });

    public Task<JsRecordWalk> FindPeerAsync(string key) => CallAsync<JsRecordWalk>("hyperFindPeer", new() { ["key"] = key });

    public Task<JsStored> PutImmutableAsync(byte[] value) => CallAsync<JsStored>("putImmutable", new() { ["value"] = Hex(value) });

    public async Task<string?> GetImmutableAsync(string target) =>
        (await CallAsync<JsFound>("getImmutable", new() { ["target"] = target })).Value;

    public Task<JsMutableStored> PutMutableAsync(string seed, byte[] value, ulong seq) =>
        CallAsync<JsMutableStored>("putMutable", new() { ["seed"] = seed, ["value"] = Hex(value), ["seq"] = seq });

    public Task<JsMutable> GetMutableAsync(string key, ulong seq = 0, bool latest = true) =>
        CallAsync<JsMutable>("getMutable", new() { ["key"] = key, ["seq"] = seq, ["latest"] = latest });

    /// <summary>Listens; answers when the server is announced.</summary>
    public async Task<JsServer> ListenAsync(Listening options) =>
        new(Peer, await Peer.CallAsync<JsListener>("hyperListen", options, ("node", Born.Node!)));

    /// <summary>Begins to connect; the stream's events say what comes of it.</summary>
    public async Task<JsStream> ConnectAsync(string key, Connecting? options = null)
    {
        var begun = await Peer.CallAsync<JsBegun>("hyperConnect", options ?? new(), ("node", Born.Node!), ("key", key));
        return new JsStream(Peer, begun.Stream);
    }

    /// <summary>Becomes a blind relay for whoever connects to the key of <paramref name="seed"/>.</summary>
    public Task<JsListener> RelayAsync(string? seed = null) => CallAsync<JsListener>("hyperRelay", new() { ["seed"] = seed });

    private sealed record JsBegun(int Stream);
}
