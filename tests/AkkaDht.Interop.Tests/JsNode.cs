namespace AkkaDht.Interop.Tests;

/// <summary>One node of a JavaScript process, with the verbs of peers/verbs.mjs as methods.</summary>
internal class JsNode(JsPeer peer, JsState born)
{
    private readonly int _node = born.Node ?? throw new ArgumentException("A node is born with its number.", nameof(born));

    /// <summary>Where others reach it: its server socket on loopback.</summary>
    public PeerAddress Address { get; } = PeerAddress.Loopback(born.ServerPort);

    /// <summary>The process that it lives in.</summary>
    protected JsPeer Peer => peer;

    /// <summary>What it was right after its bootstrap.</summary>
    public JsState Born => born;

    public Task<JsState> StateAsync() => CallAsync<JsState>("state", new());

    public Task<JsReply> PingAsync(PeerAddress to, int size = 0) => CallAsync<JsReply>("ping", To(to, new() { ["size"] = size }));

    public Task<JsReply> DelayedPingAsync(PeerAddress to, int milliseconds) =>
        CallAsync<JsReply>("delayedPing", To(to, new() { ["delay"] = milliseconds }));

    public Task<JsReply> RequestAsync(PeerAddress to, ulong command, byte[]? value = null, byte[]? target = null, string? token = null) =>
        CallAsync<JsReply>("request", To(to, new() { ["command"] = command, ["value"] = Hex(value), ["target"] = Hex(target), ["token"] = token }));

    /// <summary>PING_NAT: asks <paramref name="to"/> to answer on another port of this host.</summary>
    public Task<JsReply> PingNatAsync(PeerAddress to, ushort replyPort) =>
        CallAsync<JsReply>("pingNat", To(to, new() { ["replyPort"] = replyPort }));

    public Task<JsReply> DownHintAsync(PeerAddress to, PeerAddress down) =>
        CallAsync<JsReply>("downHint", To(to, new() { ["down"] = JsAddress.From(down) }));

    public Task<JsWalk> FindNodeAsync(byte[] target) => CallAsync<JsWalk>("findNode", new() { ["target"] = Hex(target) });

    public Task<JsWalk> QueryAsync(byte[] target, ulong command, byte[]? value = null, bool commit = false) =>
        CallAsync<JsWalk>("query", new() { ["target"] = Hex(target), ["command"] = command, ["value"] = Hex(value), ["commit"] = commit });

    /// <summary>Stores under the value's SHA-256, with commit; answers with that target and the nodes that were asked to store.</summary>
    public Task<JsStored> PutAsync(byte[] value) => CallAsync<JsStored>("put", new() { ["value"] = Hex(value) });

    /// <summary>The first value found that hashes to <paramref name="target"/>; null when there is none.</summary>
    public async Task<byte[]?> GetAsync(byte[] target) =>
        (await CallAsync<JsFound>("get", new() { ["target"] = Hex(target) })).Value is { } value ? Convert.FromHexString(value) : null;

    public async Task<IReadOnlyList<PeerAddress>> ToArrayAsync() =>
        [.. (await CallAsync<JsNodes>("toArray", new())).Nodes.Select(node => node.ToPeerAddress())];

    /// <summary>Lets the node live through so many ticks of five seconds at once.</summary>
    public Task TickAsync(int count) => CallAsync<object>("tick", new() { ["count"] = count });

    public Task SuspendAsync() => CallAsync<object>("suspend", new());

    public Task ResumeAsync() => CallAsync<object>("resume", new());

    public Task DestroyAsync() => CallAsync<object>("destroy", new());

    /// <summary>The first event of that name on this node, past or future.</summary>
    public Task<JsEvent> EventAsync(string name, Func<JsEvent, bool>? matches = null) =>
        Peer.EventAsync(name, happened => happened.Node == _node && (matches is null || matches(happened)));

    /// <summary>Calls a verb that takes this node's number and those arguments.</summary>
    protected Task<T> CallAsync<T>(string verb, Dictionary<string, object?> arguments)
    {
        arguments["node"] = _node;
        return Peer.CallAsync<T>(verb, arguments);
    }

    private static Dictionary<string, object?> To(PeerAddress to, Dictionary<string, object?> arguments)
    {
        arguments["host"] = to.HostText;
        arguments["port"] = to.Port;
        return arguments;
    }

    protected static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);
}
