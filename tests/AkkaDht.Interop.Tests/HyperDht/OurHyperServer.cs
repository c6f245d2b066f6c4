using System.Threading.Channels;
using AkkaDht.Servers;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A server of ours, which takes in whoever comes.</summary>
internal sealed class OurHyperServer : IHyperServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DhtServer _server;
    private readonly Task _handshake;
    private readonly Channel<IHyperStream> _accepted = Channel.CreateUnbounded<IHyperStream>();

    private OurHyperServer(DhtServer server, Task handshake, bool isEchoing)
    {
        (_server, _handshake) = (server, handshake);
        _ = AcceptAllAsync(isEchoing);
    }

    public static async Task<OurHyperServer> ListenAsync(DhtNode node, Listening options)
    {
        var handshake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var keyPair = options.Seed is { } seed ? Seeds.PairOf(seed) : null;
        var server = await node.ListenAsync(keyPair, new ServerSpec
        {
            Firewall = client =>
            {
                handshake.TrySetResult();
                return Task.FromResult(options.Allow?.Contains(client.PublicKey.ToHex()) ?? true);
            },
            MayPunch = options.Punches ?? true,
            Holepunch = options.MayPunch == false ? (_, _, _, _) => false : null,
            ShareLocalAddress = options.ShareLocalAddress ?? true,
            IsReusable = options.ReusableSocket ?? false,
            RelayThrough = Seeds.KeysOf(options.RelayThrough),
        });
        return new(server, handshake.Task, options.Echo);
    }

    public string PublicKey => _server.PublicKey.ToHex();

    public Task HandshakeAsync() => _handshake.WaitAsync(Patience);

    public async Task<IHyperStream> AcceptAsync() => await _accepted.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task CloseAsync() => await _server.DisposeAsync();

    private async Task AcceptAllAsync(bool isEchoing)
    {
        await foreach (var connection in _server.AcceptAsync()) _accepted.Writer.TryWrite(new OurHyperStream(connection, isEchoing));
        _accepted.Writer.Complete();
    }
}
