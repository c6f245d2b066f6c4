using AkkaDht.Protocol.Crypto;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>
/// The ways to peers that connections have opened and that may serve for further ones, while their sockets are open. Holds
/// <paramref name="capacity"/> peers; whoever was used least lately makes room. Reference: hyperdht <c>lib/socket-pool.js</c>, SocketRoutes.
/// </summary>
public sealed class ReusableRoutes(int capacity)
{
    private readonly LeastRecent<PublicKey, PeerRoute> _routes = new(capacity);

    /// <summary>How many peers are remembered.</summary>
    public int Count => _routes.Count;

    /// <summary>The way to <paramref name="remote"/>; null when none is remembered.</summary>
    public PeerRoute? Get(PublicKey remote) => _routes.TryGet(remote, out var route) ? route : null;

    /// <summary>Remembers the way to <paramref name="remote"/>, in place of an earlier one.</summary>
    public void Set(PublicKey remote, PeerRoute route) => _routes.Set(remote, route);

    /// <summary>The connection that opened <paramref name="route"/> is closed: it is forgotten, unless another has taken its place.</summary>
    public void Forget(PublicKey remote, PeerRoute route)
    {
        if (_routes.TryGet(remote, out var present) && present == route) _routes.Remove(remote);
    }

    /// <summary>A socket is closed, and with it every way that begins there.</summary>
    public void Forget(SocketRole socket) => _routes.RemoveWhere(route => route.Socket == socket);
}
