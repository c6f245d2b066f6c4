using AkkaDht.Protocol.Noise;
using AkkaDht.Simulation;

namespace AkkaDht.Interop.Tests.Connections;

/// <summary>Messages between our connections and JavaScript secret streams, with either side as the one that connects.</summary>
public sealed class TransferTests
{
    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_byte_each_way(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 1));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_thousand_small_messages_each_way(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 200, Messages: 10_000, Varied: true));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sixty_four_mebibytes_each_way(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 64 * 1024, Messages: 1024));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_message_as_long_as_a_frame_can_be_each_way(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 0xffffff - 17));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_arrives_through_a_network_that_loses_one_in_twenty(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        using var proxy = LossyProxy.Start(
            weConnect ? peers.JsSocket.Address : peers.Ours.Address,
            new() { Loss = 0.05, Reordering = 0.1, Duplication = 0.01, Delay = TimeSpan.FromMilliseconds(2) },
            seed: 5);
        var pair = await peers.OpenAsync(weConnect, via: proxy.Address);

        await pair.AssertCarriesAsync(new(Size: 16 * 1024, Messages: 128));

        Assert.True(proxy.Towards.Lost > 0 && proxy.Back.Lost > 0);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_ends_know_each_other_and_share_a_hash(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 1));
        var theirs = await pair.Theirs.ReportAsync();

        Assert.Equal(peers.JsKeys.PublicKey, pair.Ours.RemotePublicKey);
        Assert.Equal(peers.OurKeys.PublicKey.ToHex(), theirs.RemotePublicKey);
        Assert.Equal(theirs.HandshakeHash, Convert.ToHexStringLower(pair.Ours.HandshakeHash.Span));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_connects_may_know_the_key_of_the_other(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect, pattern: NoisePattern.IK);

        await pair.AssertCarriesAsync(new(Size: 1000, Messages: 10));
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_starts_with_a_handshake_that_went_before(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAfterHandshakeAsync(weConnect);

        await pair.AssertCarriesAsync(new(Size: 1000, Messages: 10));

        Assert.Equal(peers.JsKeys.PublicKey, pair.Ours.RemotePublicKey);
    }

    [JsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unordered_messages_arrive_beside_the_stream(bool weConnect)
    {
        await using var peers = await StreamPeers.StartAsync();
        var pair = await peers.OpenAsync(weConnect);
        await pair.AssertCarriesAsync(new(Size: 1));

        pair.Ours.Send(new byte[] { 1, 2, 3 });
        pair.Ours.Send(ReadOnlyMemory<byte>.Empty);
        await pair.Theirs.SendAsync([4, 5], new byte[1100]);

        Assert.Equal(["010203", ""], (await pair.Theirs.UntilAsync(datagrams: 2)).Datagrams);
        Assert.Equal([4, 5], (await pair.Ours.ReadUnorderedAsync())!.Value.ToArray());
        Assert.Equal(new byte[1100], (await pair.Ours.ReadUnorderedAsync())!.Value.ToArray());
    }
}
