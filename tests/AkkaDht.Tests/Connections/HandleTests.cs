using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.Noise;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Connections;

/// <summary>How connections end for those who await, and what a node leaves behind.</summary>
public sealed class HandleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Peers_that_know_a_key_beforehand_meet_who_has_it()
    {
        await using var pair = await Pair.StartAsync();
        var keys = DhtNode.NewKeyPair();
        await using var left = await pair.Left.BeginConnectionAsync(new ConnectionSpec());
        await using var right = await pair.Right.BeginConnectionAsync(new ConnectionSpec());

        right.Connect(new StreamRoute(left.LocalId, Address: null), KeyAgreement.Await(keys, NoisePattern.IK));
        left.Connect(pair.RouteToRight(right.LocalId), KeyAgreement.Introduce(DhtNode.NewKeyPair(), keys.PublicKey));
        await Task.WhenAll(left.OpenedAsync(), right.OpenedAsync()).WaitAsync(Patience);

        Assert.Equal(keys.PublicKey, left.RemotePublicKey);
        Assert.True(left.HandshakeHash.Span.SequenceEqual(right.HandshakeHash.Span));
        var writing = left.AsStream().WriteAsync("as the README says"u8.ToArray()).AsTask();
        var read = new byte[18];
        await right.AsStream().ReadExactlyAsync(read).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        Assert.Equal("as the README says"u8.ToArray(), read);
        _ = left.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_closes_first_both_ends_are_clean(bool leftFirst)
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        var (first, second) = leftFirst ? (left, right) : (right, left);

        var closing = first.CloseAsync();
        Assert.Null(await second.ReadAsync().AsTask().WaitAsync(Patience));
        await second.WriteAsync(new byte[1]);
        await second.CloseAsync().WaitAsync(Patience);

        Assert.Equal(EndKind.Clean, (await closing.WaitAsync(Patience)).Kind);
        Assert.Equal(EndKind.Clean, (await second.Completion).Kind);
    }

    [Fact]
    public async Task After_an_abort_readers_and_writers_of_both_sides_are_told()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        var reading = right.ReadAsync().AsTask();

        left.Abort();

        var atRight = await Assert.ThrowsAsync<ConnectionException>(() => reading.WaitAsync(Patience));
        Assert.Equal(EndKind.ResetByPeer, atRight.Reason!.Value.Kind);
        Assert.Equal(EndKind.Aborted, (await left.Completion.WaitAsync(Patience)).Kind);
        await Assert.ThrowsAsync<ConnectionException>(() => left.WriteAsync(new byte[1]).WaitAsync(Patience));
        Assert.False(await left.FlushAsync().WaitAsync(Patience));
        Assert.Null(await left.GetStatsAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task What_arrived_before_a_reset_can_still_be_read()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        await left.WriteAsync(new byte[] { 5 });
        Assert.True(await left.FlushAsync().WaitAsync(Patience));

        left.Abort();
        await right.Completion.WaitAsync(Patience);

        Assert.Equal([5], (await right.ReadAsync())!.Value.ToArray());
        await Assert.ThrowsAsync<ConnectionException>(() => right.ReadAsync().AsTask());
    }

    [Fact]
    public async Task The_actor_of_a_connection_that_dies_ends_the_handle()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        left.Actor.Tell(Kill.Instance, ActorRefs.NoSender);

        Assert.Equal(EndKind.Failed, (await left.Completion.WaitAsync(Patience)).Kind);
        Assert.Equal(EndKind.ResetByPeer, (await right.Completion.WaitAsync(Patience)).Kind);
    }

    [Fact]
    public async Task The_end_of_a_node_ends_its_connections_and_resets_their_peers()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        await pair.Left.DisposeAsync();

        Assert.Equal(EndKind.NodeEnded, (await left.Completion.WaitAsync(Patience)).Kind);
        Assert.Equal(EndKind.ResetByPeer, (await right.Completion.WaitAsync(Patience)).Kind);
        await Assert.ThrowsAsync<ConnectionException>(() => pair.Left.BeginConnectionAsync(new()).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_suspended_node_has_no_connections_and_makes_new_ones_when_it_is_back()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        await pair.Left.SuspendAsync().WaitAsync(Patience);
        Assert.Equal(EndKind.NodeSuspended, (await left.Completion.WaitAsync(Patience)).Kind);
        Assert.Equal(EndKind.ResetByPeer, (await right.Completion.WaitAsync(Patience)).Kind);
        await pair.Left.ResumeAsync().WaitAsync(Patience);
        var (again, other) = await pair.ConnectAsync();
        await again.WriteAsync(new byte[] { 1 });

        Assert.Equal([1], (await other.ReadAsync().AsTask().WaitAsync(Patience))!.Value.ToArray());
    }

    [Theory]
    [InlineData("sockets/udp-0")]
    [InlineData("sockets")]
    [InlineData("requests")]
    [InlineData("table")]
    [InlineData("lifecycle")]
    public async Task A_connection_lives_through_the_death_of(string part)
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        pair.System.ActorSelection($"{pair.Left.Actor.Path.ToStringWithoutAddress()}/{part}").Tell(Kill.Instance, ActorRefs.NoSender);
        await left.WriteAsync(new byte[] { 1 });
        Assert.Equal([1], (await right.ReadAsync().AsTask().WaitAsync(Patience))!.Value.ToArray());
        await right.WriteAsync(new byte[] { 2 });

        Assert.Equal([2], (await left.ReadAsync().AsTask().WaitAsync(Patience))!.Value.ToArray());
    }

    [Fact]
    public async Task Of_connections_that_have_ended_nothing_remains()
    {
        await using var pair = await Pair.StartAsync();
        var connections = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => pair.ConnectAsync())).WaitAsync(Patience);

        foreach (var (left, right) in connections)
        {
            await Task.WhenAll(left.CloseAsync(), right.CloseAsync()).WaitAsync(Patience);
        }

        await Eventually.HoldsAsync(async () => (await pair.Left.GetStatsAsync()).Connections.Active == 0);
        await Eventually.HoldsAsync(async () => (await pair.Right.GetStatsAsync()).Connections.Active == 0);
        Assert.Equal(20, (await pair.Left.GetStatsAsync()).Connections.Total);
    }

    [Fact]
    public async Task A_reader_who_does_not_read_holds_the_writer_back_and_nobody_else()
    {
        await using var pair = await Pair.StartAsync(settings => settings with { Connections = new() { ReceiveWindowBytes = 256 * 1024, ReadAheadBytes = 1024 } });
        var (slowLeft, slowRight) = await pair.ConnectAsync();
        var (left, right) = await pair.ConnectAsync();
        var bytes = new byte[16 * 1024 * 1024];

        var writing = slowLeft.AsStream().WriteAsync(bytes).AsTask();
        await left.WriteAsync(new byte[] { 9 });
        Assert.Equal([9], (await right.ReadAsync().AsTask().WaitAsync(Patience))!.Value.ToArray());
        await Eventually.HoldsAsync(async () => (await slowRight.GetStatsAsync())!.UnreadBytes >= 128 * 1024);
        var isHeldBack = !writing.IsCompleted;
        var stats = (await slowRight.GetStatsAsync())!;
        await slowRight.AsStream().ReadExactlyAsync(new byte[bytes.Length]).AsTask().WaitAsync(Patience);
        await writing.WaitAsync(Patience);

        Assert.True(isHeldBack);
        Assert.InRange(stats.UnreadBytes, 128 * 1024, 512 * 1024);
    }

    [Fact]
    public async Task A_write_that_is_refused_is_not_taken_for_one_that_waits()
    {
        await using var pair = await Pair.StartAsync();
        var left = await pair.Left.BeginConnectionAsync(new() { Keys = KeyAgreement.Await(pair.LeftKey), Route = new StreamRoute(new(1), Address: null) });

        var waiting = left.WriteAsync(new byte[1]);
        var refused = await Assert.ThrowsAsync<ConnectionException>(() => left.WriteAsync(new byte[SecretStream.MaxMessageLength + 1]).WaitAsync(Patience));
        var stillWaits = !waiting.IsCompleted;
        left.Abort();
        var ended = await Assert.ThrowsAsync<ConnectionException>(() => waiting.WaitAsync(Patience));

        Assert.Equal(WriteFailure.TooLong, refused.Failure);
        Assert.True(stillWaits);
        Assert.NotEqual(WriteFailure.TooLong, ended.Failure);
    }

    [Fact]
    public async Task Somebody_who_reads_while_the_connection_is_closed_is_told_the_end()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        var reading = left.ReadAsync().AsTask();

        var closing = left.CloseAsync();
        await right.CloseAsync().WaitAsync(Patience);

        Assert.Null(await reading.WaitAsync(Patience));
        Assert.Equal(EndKind.Clean, (await closing.WaitAsync(Patience)).Kind);
    }

    [Fact]
    public async Task A_message_that_is_being_looked_at_stays_as_it_is_while_the_connection_closes()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();
        await left.WriteAsync(new byte[] { 1, 2, 3 });
        var message = (await right.ReadAsync().AsTask().WaitAsync(Patience))!.Value;
        await left.WriteAsync(new byte[] { 4, 5, 6 });

        await Task.WhenAll(left.CloseAsync(), right.CloseAsync()).WaitAsync(Patience);

        Assert.Equal([1, 2, 3], message.ToArray());
    }

    [Fact]
    public async Task A_stream_that_is_disposed_of_ends_in_time_whatever_its_peer_does()
    {
        await using var pair = await Pair.StartAsync(settings => settings with { Connections = new() { CloseTimeout = TimeSpan.FromMilliseconds(50) } });
        var (left, right) = await pair.ConnectAsync();

        left.AsStream().Dispose();

        Assert.Equal(EndKind.NotClosed, (await left.Completion.WaitAsync(Patience)).Kind);
        Assert.Equal(EndKind.ResetByPeer, (await right.Completion.WaitAsync(Patience)).Kind);
    }

    [Fact]
    public async Task A_reader_that_fails_opens_nothing_anew()
    {
        await using var pair = await Pair.StartAsync();
        var (left, right) = await pair.ConnectAsync();

        pair.System.ActorSelection("/user/$*").Tell(Kill.Instance, ActorRefs.NoSender);

        await Assert.ThrowsAsync<ConnectionException>(() => left.ReadAsync().AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<ConnectionException>(() => right.ReadAsync().AsTask().WaitAsync(Patience));
        await Eventually.HoldsAsync(async () => (await pair.Left.GetStatsAsync()).Connections is { Active: 0, Total: 1 });
        await Eventually.HoldsAsync(async () => (await pair.Right.GetStatsAsync()).Connections is { Active: 0, Total: 1 });
    }

    [Fact]
    public async Task Unordered_messages_that_nobody_reads_do_not_hold_up_those_in_order()
    {
        await using var pair = await Pair.StartAsync(settings => settings with { Connections = new() { ReadAheadBytes = 4096 } });
        var (left, right) = await pair.ConnectAsync();

        for (var i = 0; i < 200; i++)
        {
            left.Send(new byte[1000]);
            await left.WriteAsync(BitConverter.GetBytes(i));
            Assert.Equal(i, BitConverter.ToInt32((await right.ReadAsync().AsTask().WaitAsync(Patience))!.Value.Span));
        }

        Assert.Equal(1000, (await right.ReadUnorderedAsync().AsTask().WaitAsync(Patience))!.Value.Length);
    }

    [Fact]
    public async Task A_handle_takes_no_lasting_connection()
    {
        await using var pair = await Pair.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => pair.Left.BeginConnectionAsync(new() { IsLasting = true }));
    }

    [Fact]
    public async Task Waiting_for_a_peer_can_be_given_up()
    {
        await using var pair = await Pair.StartAsync();
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var spec = new ConnectionSpec { Route = pair.RouteToRight(new(1)), Keys = KeyAgreement.Introduce(pair.LeftKey) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Left.ConnectAsync(spec, impatience.Token));

        await Eventually.HoldsAsync(async () => (await pair.Left.GetStatsAsync()).Connections.Active == 0);
    }
}
