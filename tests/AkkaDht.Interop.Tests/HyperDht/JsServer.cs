namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A server of a JavaScript process that listens on a key pair.</summary>
internal sealed class JsServer(JsPeer peer, JsListener born) : IHyperServer
{
    /// <summary>What it listens on, in hex.</summary>
    public string PublicKey => born.PublicKey;

    /// <summary>What it was when it was announced.</summary>
    public JsListener Born => born;

    public Task<JsServerState> StateAsync() => peer.CallAsync<JsServerState>("hyperServer", new { server = born.Server });

    /// <summary>Announces again soon.</summary>
    public Task RefreshAsync() => peer.CallAsync<object>("hyperServerRefresh", new { server = born.Server });

    /// <summary>Listens no longer and takes its announcements back.</summary>
    public Task CloseAsync() => peer.CallAsync<object>("hyperServerClose", new { server = born.Server });

    public Task HandshakeAsync() => EventAsync("handshake");

    public async Task<IHyperStream> AcceptAsync()
    {
        var accepted = await peer.TakeEventAsync("connection", happened => happened.Server == born.Server);
        return new JsHyperStream(new JsStream(peer, accepted.Data.GetProperty("stream").GetInt32()));
    }

    /// <summary>The first event of that name on this server, past or future: <c>handshake</c> or <c>connection</c>.</summary>
    public Task<JsEvent> EventAsync(string name, Func<JsEvent, bool>? matches = null) =>
        peer.EventAsync(name, happened => happened.Server == born.Server && (matches is null || matches(happened)));
}
