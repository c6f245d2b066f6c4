using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>What happens to connections between us and JavaScript while they live.</summary>
public sealed class LivingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Theirs_goes_on_from_another_socket(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);
        await pair.WriteAsync(new(Size: 1));
        await pair.Theirs.UntilAsync(messages: 1);
        var other = await peers.Js.BindUdxAsync();

        var ours = WriteOnAsync(pair);
        await pair.Theirs.ChangeRemoteAsync(other, pair.Ours.LocalId.Value, peers.Ours.Address);
        pair.Ours.Actor.Tell(new ConnectionMessages.ChangePath(new(SocketRole.Server, other.Address, new StreamId(pair.TheirId))), ActorRefs.NoSender);
        await ours;
        await pair.Theirs.WriteAsync(new(Size: 1000, Messages: 100));

        Assert.Equal(100, (await pair.ReadAsync(100)).Messages);
        Assert.Equal(other.Port, (await pair.Theirs.UntilAsync(messages: 257)).Port);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ours_goes_on_from_our_other_socket(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);
        await pair.AssertCarriesAsync(new(Size: 1));
        var clientSocket = await FindClientSocketAsync(peers);

        var ours = WriteOnAsync(pair);
        pair.Ours.Actor.Tell(new ConnectionMessages.ChangePath(new(SocketRole.Client, peers.JsSocket.Address, new StreamId(pair.TheirId))), ActorRefs.NoSender);
        await pair.Theirs.ChangeRemoteAsync(peers.JsSocket, pair.Ours.LocalId.Value, clientSocket);
        await ours;
        await pair.Theirs.WriteAsync(new(Size: 1000, Messages: 100));

        Assert.Equal(100, (await pair.ReadAsync(100)).Messages);
        Assert.Equal(clientSocket.Port, (await pair.Theirs.UntilAsync(messages: 257)).Remote!.Port);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Their_keep_alive_keeps_ours_from_giving_up(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var spec = new ConnectionSpec { KeepAlive = TimeSpan.Zero, Timeout = TimeSpan.FromMilliseconds(400) };
        var pair = await peers.OpenAsync(weConnect, spec: spec, secret: secret => secret with { KeepAlive = 50 });

        // A keep-alive of 50 ms for longer than the timeout; each is a frame of 20 bytes.
        await Eventually.HoldsAsync(async () => (await pair.Theirs.ReportAsync()).RawBytesWritten > 15 * 20);
        Assert.False(pair.Ours.Completion.IsCompleted);
        await pair.Theirs.KeepAliveAsync(0);

        Assert.Equal(EndKind.Silent, (await pair.Ours.Completion.WaitAsync(Patience)).Kind);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Our_keep_alive_keeps_theirs_from_giving_up(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect, spec: new() { KeepAlive = TimeSpan.FromMilliseconds(50) });
        await pair.Theirs.TimeoutAsync(2000);

        await Eventually.HoldsAsync(async () => (await pair.Theirs.ReportAsync()).RawBytesRead > 15 * 17);
        Assert.False(pair.Ours.Completion.IsCompleted);
        pair.Ours.Actor.Tell(new ConnectionMessages.SetKeepAlive(TimeSpan.Zero), ActorRefs.NoSender);
        await pair.Theirs.EventAsync("close");

        Assert.Equal("Stream timed out", (await pair.Theirs.ReportAsync()).Error!.Message);
        Assert.Equal(EndKind.ResetByPeer, (await pair.Ours.Completion.WaitAsync(Patience)).Kind);
    }

    [JsFact]
    public async Task A_reader_of_ours_that_stops_stops_their_writer()
    {
        var what = new JsWriting(Size: 64 * 1024, Messages: 512);
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect: true);

        var writing = pair.Theirs.WriteAsync(what);
        await Eventually.HoldsAsync(async () => (await pair.Ours.GetStatsAsync())!.UnreadBytes > 3_000_000);
        var stopped = (await pair.Theirs.ReportAsync()).Sent.Bytes;

        Assert.False(writing.IsCompleted);
        Assert.InRange(stopped, 4_000_000, 16_000_000);
        Assert.InRange((await pair.Ours.GetStatsAsync())!.UnreadBytes, 3_000_000, 4_300_000);
        var read = await pair.ReadAsync(what.Messages);
        Assert.Equal((await writing) with { Millis = null }, read);
    }

    [JsFact]
    public async Task A_reader_of_theirs_that_stops_gets_everything_when_it_goes_on()
    {
        var what = new JsWriting(Size: 64 * 1024, Messages: 256);
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect: false, change: options => options with { Paused = true });

        var written = await pair.WriteAsync(what);
        Assert.Equal(0, (await pair.Theirs.ReportAsync()).Received.Messages);
        await pair.Theirs.ResumeAsync();

        Assert.Equal(written, (await pair.Theirs.UntilAsync(messages: what.Messages)).Received);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_connections_share_one_socket(bool weConnect)
    {
        const int count = 1000;
        await using var peers = await StreamPeers.StartAsync();

        var pairs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => peers.OpenAsync(weConnect, change: options => options with { Echo = true })));
        var echoed = await Task.WhenAll(pairs.Select(async (pair, number) =>
        {
            var written = await pair.WriteAsync(new(Size: 300, Messages: 3, Seed: (byte)number));
            var same = written == await pair.ReadAsync(3);
            pair.Ours.End();
            return same && await pair.Ours.ReadAsync() is null;
        }));
        var reasons = await Task.WhenAll(pairs.Select(pair => pair.Ours.Completion)).WaitAsync(Patience);

        Assert.All(echoed, Assert.True);
        Assert.All(reasons, reason => Assert.Equal(EndKind.Clean, reason.Kind));
    }

    private static async Task<PeerAddress> FindClientSocketAsync(StreamPeers peers)
    {
        var pair = await peers.OpenAsync(weConnect: true, socket: SocketRole.Client);
        return (await pair.Theirs.ReportAsync()).Remote!.ToPeerAddress();
    }

    private static Task WriteOnAsync(StreamPair pair) => pair.WriteAsync(new(Size: 16 * 1024, Messages: 256));
}
