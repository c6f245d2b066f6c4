using System.Collections.Concurrent;
using System.Net;
using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>
/// A bad network between real sockets on loopback: whoever sends to <see cref="Address"/> reaches the target, and is answered,
/// through a <see cref="Link"/> in each direction. The target sees an address of its own for each client.
/// </summary>
public sealed class LossyProxy : IDisposable
{
    private readonly SocketAddress _target;
    private readonly Link _towards;
    private readonly Link _back;
    private readonly DelayedSends _sends = new();
    private readonly ProxySocket _front;
    private readonly ConcurrentDictionary<SocketAddress, ProxySocket> _clients = new();

    private LossyProxy(PeerAddress target, LinkConditions conditions, int seed)
    {
        _target = new IPEndPoint(IPAddress.Parse(target.HostText), target.Port).Serialize();
        _towards = new Link(conditions, new SimRandom(seed));
        _back = new Link(conditions, new SimRandom(~seed));
        _front = new ProxySocket((client, datagram) => Forward(_towards, SocketOf(client), _target, datagram));
    }

    /// <summary>Where clients send to instead of to the target.</summary>
    public PeerAddress Address => _front.Address;

    /// <summary>What became of the datagrams towards the target.</summary>
    public LinkStats Towards => StatsOf(_towards);

    /// <summary>What became of the datagrams back to the clients.</summary>
    public LinkStats Back => StatsOf(_back);

    /// <summary>Starts a proxy in front of <paramref name="target"/> with the same conditions in both directions.</summary>
    public static LossyProxy Start(PeerAddress target, LinkConditions conditions, int seed)
    {
        var proxy = new LossyProxy(target, conditions, seed);
        proxy._front.Start();
        return proxy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _front.Dispose();
        foreach (var client in _clients.Values) client.Dispose();
        _sends.Dispose();
    }

    private ProxySocket SocketOf(SocketAddress client)
    {
        if (_clients.TryGetValue(client, out var known)) return known;

        // The address that a socket hands out is overwritten by its next datagram.
        var address = new IPEndPoint(IPAddress.Any, 0).Create(client).Serialize();
        var socket = _clients[address] = new ProxySocket((_, datagram) => Forward(_back, _front, address, datagram));
        socket.Start();
        return socket;
    }

    private void Forward(Link link, ProxySocket from, SocketAddress to, ReadOnlySpan<byte> datagram)
    {
        Span<Instant> arrivals = stackalloc Instant[Link.MaxArrivals];
        int count;
        lock (link) count = link.Offer(_sends.Now, datagram.Length, arrivals);
        foreach (var arrival in arrivals[..count]) _sends.Add(arrival, from, to, datagram);
    }

    private static LinkStats StatsOf(Link link)
    {
        lock (link) return link.Stats;
    }
}
