using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>The NAT in front of one end: how its sockets look from outside, and which packets it lets in.</summary>
internal sealed class BenchNat(FirewallKind kind, PeerAddress publicHost, ushort firstPort)
{
    private readonly Dictionary<(SocketRole, PeerAddress), PeerAddress> _mappings = [];
    private readonly Dictionary<PeerAddress, SocketRole> _sockets = [];
    private readonly HashSet<(PeerAddress Mapped, PeerAddress To)> _holes = [];
    private ushort _lastPort = firstPort;

    public FirewallKind Kind => kind;

    public uint Host => publicHost.Host;

    /// <summary>A packet leaves: what its receiver sees as its sender.</summary>
    public PeerAddress Out(SocketRole socket, PeerAddress to)
    {
        // A random NAT has a new port for each destination, the others one for each socket.
        var key = (socket, kind == FirewallKind.Random ? to : PeerAddress.None);
        if (!_mappings.TryGetValue(key, out var mapped))
        {
            mapped = new PeerAddress(Host, socket == SocketRole.Server && kind == FirewallKind.Open ? publicHost.Port : ++_lastPort);
            _mappings[key] = mapped;
            _sockets[mapped] = socket;
        }

        _holes.Add((mapped, to));
        return mapped;
    }

    /// <summary>A packet arrives: whether it is let in, and for which socket.</summary>
    public bool TryIn(PeerAddress mapped, PeerAddress from, out SocketRole socket)
    {
        if (kind == FirewallKind.Open && mapped == publicHost)
        {
            socket = SocketRole.Server;
            return true;
        }

        return _sockets.TryGetValue(mapped, out socket) && (kind == FirewallKind.Open || _holes.Contains((mapped, from)));
    }
}
