using System.Security.Cryptography;
using AkkaDht.Simulation;

namespace AkkaDht.Interop.Tests;

/// <summary>JavaScript streams alone, of two processes: what the tests with ours take for granted.</summary>
public sealed class JsStreamTests : IAsyncLifetime
{
    private static readonly JsSecret Initiator = new(Initiator: true, Seed: new string('1', 64));
    private static readonly JsSecret Responder = new(Initiator: false, Seed: new string('2', 64));

    private JsPeer _client = null!;
    private JsPeer _server = null!;
    private JsSocket _clientSocket = null!;
    private JsSocket _serverSocket = null!;

    public async Task InitializeAsync()
    {
        if (NodeRuntime.Missing is not null) return;

        _client = await JsPeer.StartAsync();
        _server = await JsPeer.StartAsync();
        _clientSocket = await _client.BindUdxAsync();
        _serverSocket = await _server.BindUdxAsync();
    }

    public async Task DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [JsFact]
    public async Task What_is_written_into_a_raw_stream_is_read_at_the_other_end()
    {
        var (client, server) = await OpenAsync();

        var sent = await client.WriteAsync(new(Size: 100_000));
        var read = await server.UntilAsync(bytes: sent.Bytes);

        Assert.Equal(sent.Sha256, read.Received.Sha256);
        Assert.Equal(_clientSocket.Port, read.Remote!.Port);
    }

    [JsFact]
    public async Task Messages_of_a_secret_stream_keep_their_boundaries()
    {
        var (client, server) = await OpenAsync(Initiator, Responder);

        var sent = await client.WriteAsync(new(Size: 300, Messages: 1000, Varied: true));
        var read = await server.UntilAsync(messages: sent.Messages);

        Assert.Equal(sent with { Millis = null }, read.Received);
        Assert.Equal((await client.ReportAsync()).HandshakeHash, read.HandshakeHash);
    }

    [JsFact]
    public async Task A_secret_stream_starts_with_a_handshake_that_went_before()
    {
        var (one, other, hash) = (RandomHex(32), RandomHex(32), RandomHex(64));
        var (client, server) = await OpenAsync(
            Initiator with { Handshake = new(Tx: one, Rx: other, hash) },
            Responder with { Handshake = new(Tx: other, Rx: one, hash) });

        // Its first frame is what lets the server connect.
        var sent = await client.WriteAsync(new(Size: 10));
        var read = await server.UntilAsync(messages: 1);
        await server.SendAsync([1, 2], []);

        Assert.Equal(sent.Sha256, read.Received.Sha256);
        Assert.Equal(["0102", ""], (await client.UntilAsync(datagrams: 2)).Datagrams);
    }

    [JsFact]
    public async Task Both_ends_close_when_both_have_ended()
    {
        var (client, server) = await OpenAsync(Initiator, Responder);
        await client.WriteAsync(new(Size: 1));
        await server.UntilAsync(messages: 1);

        await client.EndAsync();
        await server.EventAsync("end");
        await server.EndAsync();

        await client.EventAsync("close");
        await server.EventAsync("close");
        Assert.Null((await client.ReportAsync()).Error);
        Assert.Null((await server.ReportAsync()).Error);
    }

    [JsFact]
    public async Task A_destroyed_stream_resets_the_other_end()
    {
        var (client, server) = await OpenAsync(Initiator, Responder);
        await client.WriteAsync(new(Size: 1));
        await server.UntilAsync(messages: 1);

        await client.DestroyAsync();
        await server.EventAsync("close");

        Assert.Equal("ECONNRESET", (await server.ReportAsync()).Error!.Code);
    }

    [JsFact]
    public async Task A_stream_whose_remote_changes_goes_on_from_another_socket()
    {
        var (client, server) = await OpenAsync();
        await client.WriteAsync(new(Size: 1));
        await server.UntilAsync(bytes: 1);
        var other = await _client.BindUdxAsync();

        await client.ChangeRemoteAsync(other, remoteId: 20, _serverSocket.Address);
        await server.ChangeRemoteAsync(_serverSocket, remoteId: 10, other.Address);
        await client.WriteAsync(new(Size: 1000));

        Assert.Equal(other.Port, (await server.UntilAsync(bytes: 1001)).Remote!.Port);
        Assert.Equal(other.Port, (await client.ReportAsync()).Port);
    }

    [JsFact]
    public async Task Everything_arrives_through_a_bad_network()
    {
        using var proxy = LossyProxy.Start(
            _serverSocket.Address, new() { Loss = 0.05, Reordering = 0.1, Duplication = 0.02, Delay = TimeSpan.FromMilliseconds(2) }, seed: 1);
        var (client, server) = await OpenAsync(Initiator, Responder, via: proxy.Address);

        var sent = await client.WriteAsync(new(Size: 65536, Messages: 16));
        var read = await server.UntilAsync(messages: 16);

        Assert.Equal(sent.Sha256, read.Received.Sha256);
        Assert.True(proxy.Towards.Lost > 0);
    }

    private async Task<(JsStream Client, JsStream Server)> OpenAsync(JsSecret? initiator = null, JsSecret? responder = null, PeerAddress? via = null)
    {
        var server = await _server.OpenStreamAsync(_serverSocket, new(LocalId: 20, RemoteId: 10, Secret: responder));
        var client = await _client.OpenStreamAsync(_clientSocket, new(LocalId: 10, RemoteId: 20, via ?? _serverSocket.Address, Secret: initiator));
        return (client, server);
    }

    private static string RandomHex(int length) => RandomNumberGenerator.GetHexString(2 * length, lowercase: true);
}
