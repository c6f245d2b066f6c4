using System.Threading.Channels;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A server of ours, which takes in whoever comes.</summary>
internal sealed class OurHyperServer : IHyperServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DhtServer _server;
    private readonly Channel<IHyperStream> _accepted = Channel.CreateUnbounded<IHyperStream>();

    public OurHyperServer(DhtServer server, bool isEchoing)
    {
        _server = server;
        _ = AcceptAllAsync(isEchoing);
    }

    public string PublicKey => _server.PublicKey.ToHex();

    public async Task<IHyperStream> AcceptAsync() => await _accepted.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task CloseAsync() => await _server.DisposeAsync();

    private async Task AcceptAllAsync(bool isEchoing)
    {
        await foreach (var connection in _server.AcceptAsync()) _accepted.Writer.TryWrite(new OurHyperStream(connection, isEchoing));
        _accepted.Writer.Complete();
    }
}
