using System.IO.Pipelines;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Connections;

/// <summary>What one side writes and the other reads, over real sockets.</summary>
public sealed class TransferTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Both_sides_learn_the_same_of_each_other()
    {
        await using var pair = await Pair.StartAsync();

        var (left, right) = await pair.ConnectAsync();

        Assert.Equal(pair.RightKey.PublicKey, left.RemotePublicKey);
        Assert.Equal(pair.LeftKey.PublicKey, right.RemotePublicKey);
        Assert.Equal(64, left.HandshakeHash.Length);
        Assert.True(left.HandshakeHash.Span.SequenceEqual(right.HandshakeHash.Span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1132)]
    [InlineData(64 * 1024)]
    [InlineData(10 * 1024 * 1024)]
    public async Task A_message_of_any_length_arrives_as_one_both_ways(int length)
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync(new() { KeepAlive = TimeSpan.Zero }, new() { KeepAlive = TimeSpan.Zero });

        var (toRight, toLeft) = (Of(length, seed: 1), Of(length, seed: 2));
        await Task.WhenAll(left.WriteAsync(toRight), right.WriteAsync(toLeft)).WaitAsync(Patience);
        var (atRight, atLeft) = (await ReadAsync(right), await ReadAsync(left));

        Assert.True(toRight.AsSpan().SequenceEqual(atRight.Span));
        Assert.True(toLeft.AsSpan().SequenceEqual(atLeft.Span));
    }

    [Fact]
    public async Task Ten_thousand_messages_arrive_in_order_both_ways()
    {
        const int Count = 10_000;
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        await Task.WhenAll(WriteAll(left), WriteAll(right), ReadAll(left), ReadAll(right)).WaitAsync(Patience);

        static async Task WriteAll(DhtConnection connection)
        {
            for (var i = 0; i < Count; i++) await connection.WriteAsync(BitConverter.GetBytes(i));
        }

        static async Task ReadAll(DhtConnection connection)
        {
            for (var i = 0; i < Count; i++) Assert.Equal(i, BitConverter.ToInt32((await ReadAsync(connection)).Span));
        }
    }

    [Fact]
    public async Task Messages_that_nobody_waits_for_share_packets()
    {
        const int Count = 2_000;
        await using var pair = await Pair.StartAsync(settings => settings with { Connections = new() { MaxWaitingWrites = Count } });
        var (left, right) = await pair.ConnectAsync();

        var writes = Enumerable.Range(0, Count).Select(i => left.WriteAsync(BitConverter.GetBytes(i))).ToArray();
        for (var i = 0; i < Count; i++) Assert.Equal(i, BitConverter.ToInt32((await ReadAsync(right)).Span));
        await Task.WhenAll(writes).WaitAsync(Patience);
        var stats = await left.GetStatsAsync();

        Assert.InRange(stats!.Carrier.PacketsSent, 1, Count);
    }

    [Fact]
    public async Task As_streams_both_sides_carry_more_than_a_window_at_once()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        var (toRight, toLeft) = (Of(10 * 1024 * 1024, seed: 3), Of(10 * 1024 * 1024, seed: 4));

        var (atRight, atLeft) = (new byte[toRight.Length], new byte[toLeft.Length]);
        await Task.WhenAll(
            left.AsStream().WriteAsync(toRight).AsTask(),
            right.AsStream().WriteAsync(toLeft).AsTask(),
            right.AsStream().ReadExactlyAsync(atRight).AsTask(),
            left.AsStream().ReadExactlyAsync(atLeft).AsTask()).WaitAsync(Patience);

        Assert.True(toRight.AsSpan().SequenceEqual(atRight));
        Assert.True(toLeft.AsSpan().SequenceEqual(atLeft));
    }

    [Fact]
    public async Task As_a_stream_it_ends_where_the_peer_ends()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        await left.WriteAsync("to be "u8.ToArray());
        await left.WriteAsync("continued"u8.ToArray());
        left.End();
        using var reader = new StreamReader(right.AsStream(), leaveOpen: true);

        Assert.Equal("to be continued", await reader.ReadToEndAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task As_pipes_it_carries_bytes_until_the_peer_ends()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        var bytes = Of(1024 * 1024, seed: 5);

        var writing = WriteAsync();
        var read = new List<byte>();
        ReadResult result;
        do
        {
            result = await right.Input.ReadAsync().AsTask().WaitAsync(Patience);
            foreach (var segment in result.Buffer) read.AddRange(segment.Span);
            right.Input.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
        await writing;

        Assert.Equal(bytes, read);

        async Task WriteAsync()
        {
            await left.Output.WriteAsync(bytes);
            await left.Output.CompleteAsync();
            left.End();
        }
    }

    [Fact]
    public async Task Unordered_messages_arrive_beside_the_stream()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        left.Send("hello"u8.ToArray());
        var message = await right.ReadUnorderedAsync().AsTask().WaitAsync(Patience);

        Assert.Equal("hello"u8.ToArray(), message!.Value.ToArray());
    }

    [Fact]
    public async Task A_thousand_connections_carry_a_message_each()
    {
        const int Count = 1_000;
        await using var pair = await Pair.StartAsync();

        var connections = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => pair.ConnectAsync())).WaitAsync(Patience);
        await Task.WhenAll(connections.Select((both, i) => both.Left.WriteAsync(BitConverter.GetBytes(i)))).WaitAsync(Patience);
        for (var i = 0; i < Count; i++) Assert.Equal(i, BitConverter.ToInt32((await ReadAsync(connections[i].Right)).Span));
        var stats = await pair.Left.GetStatsAsync();

        Assert.Equal(Count, stats.Connections.Active);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(DhtConnection connection) => (await connection.ReadAsync().AsTask().WaitAsync(Patience))!.Value;

    private static byte[] Of(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
