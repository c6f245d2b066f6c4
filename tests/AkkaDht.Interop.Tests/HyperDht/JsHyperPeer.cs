using AkkaDht.Records;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A hyperdht node in a process of its own.</summary>
internal sealed class JsHyperPeer(JsPeer process, JsHyperNode node) : IHyperPeer
{
    private const ulong SeqReused = 16;
    private const ulong SeqTooLow = 17;

    public static async Task<JsHyperPeer> StartAsync(JsHyperOptions options, string? networkNamespace = null)
    {
        var process = await JsPeer.StartAsync(networkNamespace);
        return new(process, await process.StartHyperNodeAsync(options));
    }

    public PeerAddress Address => node.Address;

    public string PublicKey => node.PublicKey;

    /// <summary>The node itself, for what only JavaScript is asked.</summary>
    public JsHyperNode Node => node;

    public Task AnnounceAsync(string topic, string seed, IReadOnlyList<PeerAddress>? relays, long bump) => node.AnnounceAsync(topic, seed, relays, bump);

    public Task UnannounceAsync(string topic, string seed) => node.UnannounceAsync(topic, seed);

    public async Task<FoundTopic> LookupAsync(string topic)
    {
        var walk = await node.LookupAsync(topic);
        return new(Found(walk), walk.Replies.Max(reply => (long?)reply.Bump) ?? 0);
    }

    public async Task<IReadOnlyList<FoundPeer>> FindPeerAsync(string key) => Found(await node.FindPeerAsync(key));

    public async Task<string> PutImmutableAsync(byte[] value) => (await node.PutImmutableAsync(value)).Target;

    public async Task<byte[]?> GetImmutableAsync(string target) =>
        await node.GetImmutableAsync(target) is { } value ? Convert.FromHexString(value) : null;

    public async Task<RecordConflict> PutMutableAsync(string seed, byte[] value, ulong seq)
    {
        var errors = (await node.PutMutableAsync(seed, value, seq)).Errors;
        Assert.NotEmpty(errors);
        return errors.Max() switch { 0 => RecordConflict.None, SeqReused => RecordConflict.SeqReused, SeqTooLow => RecordConflict.SeqTooLow, var other => throw new JsException($"{other}", "No such error.") };
    }

    public async Task<FoundValue?> GetMutableAsync(string key, ulong seq) =>
        await node.GetMutableAsync(key, seq) is { Seq: { } found, Value: { } value } ? new(found, Convert.FromHexString(value)) : null;

    public async Task<IHyperServer> ListenAsync(Listening options) => await node.ListenAsync(options);

    public async Task<IHyperStream> ConnectAsync(string key, Connecting options) => new JsHyperStream(await node.ConnectAsync(key, options));

    public async Task<JsPunches> PunchesAsync() => (await node.StatsAsync()).Punches;

    public Task SuspendAsync() => node.SuspendAsync();

    public Task ResumeAsync() => node.ResumeAsync();

    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static FoundPeer[] Found(JsRecordWalk walk) =>
        [.. walk.Replies.SelectMany(reply => reply.Peers).Select(peer => new FoundPeer(peer.PublicKey, [.. peer.Relays.Select(relay => relay.ToPeerAddress())]))];
}

/// <summary>One end of a connection in a JavaScript process.</summary>
internal sealed class JsHyperStream(JsStream stream) : IHyperStream
{
    public async Task OpenedAsync()
    {
        var first = await await Task.WhenAny(stream.EventAsync("connect"), stream.EventAsync("close"));
        if (first.Event == "close") throw new InvalidOperationException($"It has closed: {first.Data}");
    }

    public async Task<string> FailedAsync() => (await stream.EventAsync("error")).Data.GetProperty("code").GetString()!;

    public async Task<string> RemoteKeyAsync() => (await stream.ReportAsync()).RemotePublicKey!;

    public async Task<PeerAddress> RemoteAddressAsync() => (await stream.ReportAsync()).Remote!.ToPeerAddress();

    public async Task<JsTally> WriteAsync(JsWriting what) => await stream.WriteAsync(what) with { Millis = null };

    public async Task<JsTally> ReadAsync(int messages) => (await stream.UntilAsync(messages)).Received;

    /// <summary>Bytes that came for it, empty messages included.</summary>
    public async Task<long> BytesReadAsync() => (await stream.ReportAsync()).RawBytesRead;

    public Task EndAsync() => stream.EndAsync();

    public async Task<bool> ClosedAsync() =>
        (await stream.EventAsync("close")).Data.GetProperty("error").ValueKind == System.Text.Json.JsonValueKind.Null;
}
