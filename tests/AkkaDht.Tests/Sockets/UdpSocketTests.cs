using System.Net.Sockets;
using AkkaDht.Protocol;
using AkkaDht.Sockets;

namespace AkkaDht.Tests.Sockets;

/// <summary>Both kinds of socket, held to the same behaviour on loopback.</summary>
public sealed class UdpSocketTests : IDisposable
{
    private static readonly SocketSettings Settings = new();

    private readonly List<IDatagramSocket> _sockets = [];

    /// <summary>The kinds of socket that this machine has.</summary>
    public static TheoryData<string> Kinds => LinuxUdpSocket.IsSupported ? ["linux", "portable"] : ["portable"];

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_batch_arrives_whole_and_in_order(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));

        var sent = from.Send(BatchTo(to.LocalAddress, [1], [2, 2], [3, 3, 3]));
        var batch = await ReceiveAsync(to, wanted: 3);

        Assert.Equal(3, sent);
        Assert.Equal([[1], [2, 2], [3, 3, 3]], Contents(batch));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(from.LocalAddress, batch.From(i)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_empty_datagram_is_a_datagram(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));

        from.Send(BatchTo(to.LocalAddress, [], [7]));
        var batch = await ReceiveAsync(to, wanted: 2);

        Assert.Equal([[], [7]], Contents(batch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_datagram_that_is_too_long_is_looked_at_and_not_kept(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));

        from.Send(BatchTo(to.LocalAddress, [1], new byte[DatagramBatch.SlotBytes + 1], [3]));
        var batch = await ReceiveAsync(to, wanted: 3);

        Assert.Equal(1, batch.Oversized);
        Assert.Equal([[1], [3]], Contents(batch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_does_not_fit_into_a_batch_waits_for_the_next(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        var batch = new DatagramBatch(2 * DatagramBatch.SlotBytes);

        from.Send(BatchTo(to.LocalAddress, [1], [2], [3]));
        await ReadableAsync(to);
        var first = Fill(to, batch);
        var firstContents = Contents(batch);
        await ReadableAsync(to);
        var second = Fill(to, batch);

        Assert.Equal((true, false), (first, second));
        Assert.Equal([[1], [2]], firstContents);
        Assert.Equal([[3]], Contents(batch));
        Assert.False(Fill(to, batch));
        Assert.Equal(0, batch.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_destination_that_the_system_refuses_costs_its_own_datagram_only(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        var batch = new TransmitBatch();
        batch.Add(new Transmit(default, to.LocalAddress, new byte[] { 1 }));
        batch.Add(new Transmit(default, new PeerAddress(0xffffffff, 9), new byte[] { 2 }));
        batch.Add(new Transmit(default, to.LocalAddress, new byte[] { 3 }));

        var sent = from.Send(batch);
        var received = await ReceiveAsync(to, wanted: 2);

        Assert.Equal(2, sent);
        Assert.Equal([[1], [3]], Contents(received));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_run_that_the_system_refuses_costs_its_own_datagrams_only(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        var nobody = new PeerAddress(0xffffffff, 9);
        var batch = BatchTo(nobody, [1, 1], [2, 2], [3]);
        foreach (var datagram in new byte[][] { [4, 4], [5, 5], [6] }) batch.Add(new Transmit(default, to.LocalAddress, datagram));

        var sent = from.Send(batch);

        Assert.Equal(3, sent);
        Assert.Equal([[4, 4], [5, 5], [6]], Contents(await ReceiveAsync(to, wanted: 3)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_datagram_with_its_own_time_to_live_goes_beside_the_others(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        var batch = new TransmitBatch();
        batch.Add(new Transmit(default, to.LocalAddress, new byte[] { 1 }));
        batch.Add(new Transmit(default, to.LocalAddress, new byte[] { 2 }, Ttl: 3));

        var sent = from.Send(batch);
        var received = await ReceiveAsync(to, wanted: 2);

        Assert.Equal(2, sent);
        Assert.Equal([[1], [2]], Contents(received));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_run_of_one_length_arrives_as_the_datagrams_that_it_was_made_of(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        byte[][] datagrams = [.. Lengths(1500, 1200, 1200, 1200, 700, 1200, 3, 20, 20, 20).Select((length, i) => Of(length, i))];

        var sent = from.Send(BatchTo(to.LocalAddress, datagrams));
        var batch = await ReceiveAsync(to, wanted: 10);

        Assert.Equal(10, sent);
        Assert.Equal(datagrams, Contents(batch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Joined_datagrams_come_apart_again(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        to.IsJoining = true;
        byte[][] datagrams = [Of(20, 1), .. Lengths(1400, 1400, 1400, 33, 20, 20, 20, 1, 0, 7).Select((length, i) => Of(length, i))];

        from.Send(BatchTo(to.LocalAddress, datagrams));
        await ReadableAsync(to);
        var batch = BatchPool.RentReceive(isBusy: true);
        var isMoreLikely = Fill(to, batch);

        Assert.False(isMoreLikely);
        Assert.Equal(datagrams, Contents(batch));
        Assert.All(Enumerable.Range(0, batch.Count), i => Assert.Equal(from.LocalAddress, batch.From(i)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flood_of_joined_datagrams_fills_batch_after_batch(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        to.IsJoining = true;
        byte[][] datagrams = [.. Enumerable.Range(0, 192).Select(i => Of(1400, i))];
        foreach (var chunk in datagrams.Chunk(TransmitBatch.Capacity)) from.Send(BatchTo(to.LocalAddress, chunk));

        List<byte[]> received = [];
        bool isMoreLikely;
        await ReadableAsync(to);
        do
        {
            var batch = BatchPool.RentReceive(isBusy: true);
            isMoreLikely = Fill(to, batch);
            received.AddRange(Contents(batch));
        }
        while (isMoreLikely);

        Assert.Equal(datagrams, received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_datagram_longer_than_any_peers_is_not_kept_from_among_joined_ones(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        to.IsJoining = true;

        from.Send(BatchTo(to.LocalAddress, Of(DatagramBatch.SlotBytes + 1, 1), Of(5, 2)));
        await ReadableAsync(to);
        var batch = BatchPool.RentReceive(isBusy: true);
        Fill(to, batch);

        Assert.Equal(1, batch.Oversized);
        Assert.Equal([Of(5, 2)], Contents(batch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_machine_writes_into_a_batch_is_sent(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));
        var batch = new TransmitBatch();
        for (byte i = 1; i <= 3; i++)
        {
            batch.Reserve(1500)[..i].Fill(i);
            batch.Commit(i, to.LocalAddress);
        }

        from.Send(batch);

        Assert.Equal([[1], [2, 2], [3, 3, 3]], Contents(await ReceiveAsync(to, wanted: 3)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Readiness_is_told_again_each_time_it_is_asked_for(string kind)
    {
        var (from, to) = (Bind(kind), Bind(kind));

        for (byte i = 0; i < 20; i++)
        {
            var readable = ReadableAsync(to);
            from.Send(BatchTo(to.LocalAddress, [i]));
            await readable;
            Assert.Equal([[i]], Contents(await ReceiveAsync(to, wanted: 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_taken_port_cannot_be_bound(string kind)
    {
        var taken = Bind(kind).LocalAddress;

        var error = Assert.Throws<SocketException>(() => Create(kind, taken));

        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_disposed_socket_frees_its_port_and_tells_nothing_more(string kind)
    {
        var socket = Bind(kind);
        var isTold = false;
        socket.NotifyReadable(() => isTold = true);

        socket.Dispose();

        Assert.Equal(socket.LocalAddress, Bind(kind, socket.LocalAddress).LocalAddress);
        Assert.False(isTold);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Buffers_of_the_system_can_be_sized(string kind)
    {
        var socket = Create(kind, PeerAddress.Loopback(0), Settings with { ReceiveBufferBytes = 65536, SendBufferBytes = 65536 });
        _sockets.Add(socket);

        Assert.NotEqual(0, socket.LocalAddress.Port);
    }

    private IDatagramSocket Bind(string kind, PeerAddress? address = null)
    {
        var socket = Create(kind, address ?? PeerAddress.Loopback(0));
        _sockets.Add(socket);
        return socket;
    }

    private static IDatagramSocket Create(string kind, PeerAddress address, SocketSettings? settings = null) =>
        kind == "linux" ? new LinuxUdpSocket(address, settings ?? Settings) : new PortableUdpSocket(address, settings ?? Settings);

    private static TransmitBatch BatchTo(PeerAddress to, params byte[][] datagrams)
    {
        var batch = new TransmitBatch();
        foreach (var datagram in datagrams) batch.Add(new Transmit(default, to, datagram));
        return batch;
    }

    private static bool Fill(IDatagramSocket socket, DatagramBatch batch)
    {
        batch.Begin(SocketRole.Server);
        return socket.Receive(batch);
    }

    // On loopback what was sent before has arrived, so that one read takes all of it.
    private static async Task<DatagramBatch> ReceiveAsync(IDatagramSocket socket, int wanted)
    {
        await ReadableAsync(socket);
        var batch = new DatagramBatch((wanted + 1) * DatagramBatch.SlotBytes);
        Fill(socket, batch);
        return batch;
    }

    private static Task ReadableAsync(IDatagramSocket socket)
    {
        var readable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.NotifyReadable(readable.SetResult);
        return readable.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static int[] Lengths(params int[] lengths) => lengths;

    private static byte[] Of(int length, int content)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill((byte)content);
        return bytes;
    }

    private static byte[][] Contents(DatagramBatch batch) => [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].ToArray())];
}
