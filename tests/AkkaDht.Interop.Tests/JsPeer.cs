using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AkkaDht.Interop.Tests;

/// <summary>
/// A process of JavaScript dht-rpc nodes and streams (peers/peer.mjs): a line of JSON in, a line out, and lines for what happens meanwhile.
/// Disposing it, or the death of the test host, ends the process.
/// </summary>
internal sealed class JsPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What is null here is absent there, where it means the reference's default.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _complaints;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly JsEvents _events = new();
    private readonly SemaphoreSlim _writing = new(1);
    private int _lastCall;

    private JsPeer(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
        _reading = ReadLinesAsync();
    }

    /// <summary>The operating system's number of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a process without nodes, in that network namespace if one is named.</summary>
    public static async Task<JsPeer> StartAsync(string? networkNamespace = null)
    {
        if (NodeRuntime.Missing is { } reason) throw new InvalidOperationException(reason);

        var (program, arguments) = networkNamespace is null ? ("node", "peer.mjs") : ("ip", $"netns exec {networkNamespace} node peer.mjs");
        var peer = new JsPeer(Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = NodeRuntime.PeersFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!);
        await peer.EventAsync("started");
        return peer;
    }

    /// <summary>Starts a bootstrapper on loopback; port 0 takes a free one.</summary>
    public async Task<JsNode> StartBootstrapperAsync(ushort port = 0) =>
        new(this, await CallAsync<JsState>("bootstrapper", new { port }));

    /// <summary>Starts a node and waits until it is bootstrapped.</summary>
    public async Task<JsNode> StartNodeAsync(JsNodeOptions options) => (await StartNodesAsync(1, options))[0];

    /// <summary>Starts nodes one after the other, each bootstrapped before the next.</summary>
    public async Task<IReadOnlyList<JsNode>> StartNodesAsync(int count, JsNodeOptions options)
    {
        var born = await CallAsync<JsBirth>("node", options, ("count", count));
        return [.. born.Nodes.Select(state => new JsNode(this, state))];
    }

    /// <summary>Binds a UDX socket on loopback.</summary>
    public Task<JsSocket> BindUdxAsync() => CallAsync<JsSocket>("udxSocket");

    /// <summary>Makes one stream on that socket.</summary>
    public async Task<JsStream> OpenStreamAsync(JsSocket socket, JsStreamOptions options) => (await OpenStreamsAsync(socket, options))[0];

    /// <summary>Makes streams on that socket.</summary>
    public async Task<IReadOnlyList<JsStream>> OpenStreamsAsync(JsSocket socket, JsStreamOptions options)
    {
        var opened = await CallAsync<JsStreams>("udxStreams", options, ("socket", socket.Socket));
        return [.. opened.Streams.Select(number => new JsStream(this, number))];
    }

    /// <summary>Sends datagrams from a socket that belongs to no node; answers with that socket's address.</summary>
    public async Task<PeerAddress> SendAsync(PeerAddress to, params byte[][] datagrams)
    {
        var from = await CallAsync<JsAddress>("send", new { host = to.HostText, to.Port, data = datagrams.Select(Convert.ToHexStringLower) });
        return from.ToPeerAddress();
    }

    /// <summary>Calls a verb with the fields of <paramref name="arguments"/> and <paramref name="more"/> of them.</summary>
    public async Task<T> CallAsync<T>(string verb, object? arguments = null, params (string Name, object Value)[] more)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var line = arguments is null ? [] : JsonSerializer.SerializeToNode(arguments, Json)!.AsObject();
        foreach (var (name, value) in more) line[name] = JsonSerializer.SerializeToNode(value, Json);
        line["id"] = id;
        line["do"] = verb;

        var answer = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteLineAsync(line);
        return (await answer.Task.WaitAsync(Patience)).Deserialize<T>(Json)!;
    }

    /// <summary>The first event of that name, past or future, for which <paramref name="matches"/> holds.</summary>
    public Task<JsEvent> EventAsync(string name, Func<JsEvent, bool>? matches = null) =>
        _events.FirstAsync(happened => happened.Event == name && (matches is null || matches(happened))).WaitAsync(Patience);

    /// <summary>As <see cref="EventAsync"/>, but each event is given away once only.</summary>
    public Task<JsEvent> TakeEventAsync(string name, Func<JsEvent, bool> matches) =>
        _events.FirstAsync(happened => happened.Event == name && matches(happened), isTaking: true).WaitAsync(Patience);

    /// <summary>Ends the process at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Closes the pipe, which ends the process, and makes sure that it did end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            await KillAsync();
        }

        await _reading;
        _writing.Dispose();
        _process.Dispose();
    }

    private async Task WriteLineAsync(JsonObject line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line.ToJsonString());
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadLinesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) Handle(JsonDocument.Parse(line).RootElement);

        var end = new JsException("ENDED", $"The JavaScript process ended. {await _complaints}");
        foreach (var call in _calls.Values) call.TrySetException(end);
        _events.Fail(end);
    }

    private void Handle(JsonElement line)
    {
        if (line.TryGetProperty("event", out _))
            _events.Add(line.Deserialize<JsEvent>(Json)!);
        else if (_calls.TryRemove(line.GetProperty("id").GetInt32(), out var call))
            Answer(call, line);
    }

    private static void Answer(TaskCompletionSource<JsonElement> call, JsonElement line)
    {
        if (line.TryGetProperty("error", out var error))
            call.TrySetException(new JsException(error.GetProperty("code").ToString(), error.GetProperty("message").GetString()!));
        else
            call.TrySetResult(line.GetProperty("result"));
    }
}
