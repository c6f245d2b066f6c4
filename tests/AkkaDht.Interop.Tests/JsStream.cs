namespace AkkaDht.Interop.Tests;

/// <summary>One stream of a JavaScript process, raw or secret, with the verbs of peers/streams.mjs as methods.</summary>
internal sealed class JsStream(JsPeer peer, int number)
{
    /// <summary>Writes messages as fast as the stream takes them; answers when it has taken the last.</summary>
    public Task<JsTally> WriteAsync(JsWriting what) => peer.CallAsync<JsTally>(
        "streamWrite", new { stream = number, what.Messages, what.Size, what.Varied, what.Seed });

    /// <summary>Waits until everything written is acknowledged.</summary>
    public Task FlushAsync() => CallAsync("streamFlush");

    /// <summary>Sends unordered messages.</summary>
    public Task SendAsync(params byte[][] datagrams) =>
        peer.CallAsync<object>("streamSend", new { stream = number, data = datagrams.Select(Convert.ToHexStringLower) });

    /// <summary>Ends the writing half.</summary>
    public Task EndAsync() => CallAsync("streamEnd");

    /// <summary>Ends both halves at once.</summary>
    public Task DestroyAsync() => CallAsync("streamDestroy");

    /// <summary>Stops reading.</summary>
    public Task PauseAsync() => CallAsync("streamPause");

    /// <summary>Reads on.</summary>
    public Task ResumeAsync() => CallAsync("streamResume");

    /// <summary>Answers when so many messages (of a raw stream: chunks), bytes and datagrams have been read.</summary>
    public Task<JsStreamReport> UntilAsync(int messages = 0, long bytes = 0, int datagrams = 0) =>
        peer.CallAsync<JsStreamReport>("streamUntil", new { stream = number, messages, bytes, datagrams });

    public Task<JsStreamReport> ReportAsync() => peer.CallAsync<JsStreamReport>("streamReport", new { stream = number });

    /// <summary>How often a secret stream writes when it has nothing to write.</summary>
    public Task KeepAliveAsync(int milliseconds) => CallAsync("streamKeepAlive", milliseconds);

    /// <summary>After which silence a secret stream gives up.</summary>
    public Task TimeoutAsync(int milliseconds) => CallAsync("streamTimeout", milliseconds);

    /// <summary>How often the UDX stream sends a heartbeat when nothing is outstanding.</summary>
    public Task HeartbeatAsync(int milliseconds) => CallAsync("udxKeepAlive", milliseconds);

    /// <summary>Connects a stream that waits.</summary>
    public Task ConnectAsync(JsSocket socket, uint remoteId, PeerAddress remote) => CallAsync("udxConnect", socket, remoteId, remote);

    /// <summary>Sends to another address from now on; answers when everything sent before is acknowledged.</summary>
    public Task ChangeRemoteAsync(JsSocket socket, uint remoteId, PeerAddress remote) => CallAsync("udxChangeRemote", socket, remoteId, remote);

    /// <summary>The first event of that name on this stream, past or future.</summary>
    public Task<JsEvent> EventAsync(string name, Func<JsEvent, bool>? matches = null) =>
        peer.EventAsync(name, happened => happened.Stream == number && (matches is null || matches(happened)));

    private Task CallAsync(string verb) => peer.CallAsync<object>(verb, new { stream = number });

    private Task CallAsync(string verb, int millis) => peer.CallAsync<object>(verb, new { stream = number, millis });

    private Task CallAsync(string verb, JsSocket socket, uint remoteId, PeerAddress remote) =>
        peer.CallAsync<object>(verb, new { stream = number, socket.Socket, remoteId, host = remote.HostText, remote.Port });
}

/// <summary>A UDX socket of a JavaScript process, on loopback.</summary>
internal sealed record JsSocket(int Socket, ushort Port)
{
    public PeerAddress Address => PeerAddress.Loopback(Port);
}
