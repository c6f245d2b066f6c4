using System.Net;
using System.Net.Sockets;

namespace AkkaDht.Simulation.Tests;

/// <summary>A bad network between real sockets.</summary>
public sealed class LossyProxyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly UdpClient _target = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose()
    {
        _target.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_datagram_reaches_the_target_and_the_answer_its_client()
    {
        using var proxy = Start(LinkConditions.Perfect);

        await SendAsync(proxy, 1);
        var request = await ReceiveAsync(_target);
        await _target.SendAsync(new byte[] { 2 }, request.RemoteEndPoint);
        var answer = await ReceiveAsync(_client);

        Assert.Equal([1], request.Buffer);
        Assert.Equal([2], answer.Buffer);
        Assert.Equal(proxy.Address.Port, answer.RemoteEndPoint.Port);
    }

    [Fact]
    public async Task Every_client_has_an_address_of_its_own()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var proxy = Start(LinkConditions.Perfect);

        await SendAsync(proxy, 1);
        var first = await ReceiveAsync(_target);
        await other.SendAsync(new byte[] { 2 }, new IPEndPoint(IPAddress.Loopback, proxy.Address.Port));
        var second = await ReceiveAsync(_target);
        await _target.SendAsync(new byte[] { 3 }, second.RemoteEndPoint);

        Assert.NotEqual(first.RemoteEndPoint, second.RemoteEndPoint);
        Assert.Equal([3], (await ReceiveAsync(other)).Buffer);
    }

    [Fact]
    public async Task A_datagram_waits_for_as_long_as_the_way_takes()
    {
        using var proxy = Start(new() { Delay = TimeSpan.FromMilliseconds(100) });
        var start = TimeProvider.System.GetTimestamp();

        await SendAsync(proxy, 1);
        await ReceiveAsync(_target);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task What_is_lost_is_counted_and_what_comes_later_may_arrive_first()
    {
        using var proxy = Start(new() { Loss = 0.2, Reordering = 0.2, Delay = TimeSpan.FromMilliseconds(5), Lateness = TimeSpan.FromMilliseconds(20) });
        const int sent = 200;

        for (byte i = 0; i < sent; i++) await SendAsync(proxy, i);
        SpinWait.SpinUntil(() => proxy.Towards.Offered == sent, Patience);
        var arrived = new List<byte>();
        while (arrived.Count < proxy.Towards.Scheduled) arrived.AddRange((await ReceiveAsync(_target)).Buffer);

        Assert.InRange(proxy.Towards.Lost, 20, 60);
        Assert.Equal(sent - proxy.Towards.Lost, arrived.Count);
        Assert.NotEqual(arrived.Order(), arrived);
    }

    private LossyProxy Start(LinkConditions conditions) =>
        LossyProxy.Start(PeerAddress.Loopback((ushort)((IPEndPoint)_target.Client.LocalEndPoint!).Port), conditions, seed: 1);

    private Task SendAsync(LossyProxy proxy, byte content) =>
        _client.SendAsync(new[] { content }, new IPEndPoint(IPAddress.Loopback, proxy.Address.Port)).AsTask();

    private static Task<UdpReceiveResult> ReceiveAsync(UdpClient socket) => socket.ReceiveAsync().WaitAsync(Patience);
}
