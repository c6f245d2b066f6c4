using System.Net.Sockets;
using AkkaDht.Protocol;
using AkkaDht.Sockets;

namespace AkkaDht.Tests.Support;

/// <summary>A network of one host in memory: what is sent to a bound address arrives there at once, everything else is lost.</summary>
internal sealed class FakeNetwork : IDatagramSocketFactory
{
    private const ushort FirstFreePort = 40000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, FakeSocket> _sockets = [];
    private readonly HashSet<ushort> _taken = [];
    private ushort _next = FirstFreePort;
    private int _refused;
    private int _binds;

    /// <summary>Sockets bound and not closed.</summary>
    public int OpenSockets
    {
        get { lock (_gate) return _sockets.Count; }
    }

    /// <summary>Sockets bound so far.</summary>
    public int Binds
    {
        get { lock (_gate) return _binds; }
    }

    /// <summary>Binds that failed so far.</summary>
    public int RefusedBinds
    {
        get { lock (_gate) return _refused; }
    }

    /// <summary>Whether every further bind fails.</summary>
    public bool IsExhausted { get; set; }

    /// <summary>Somebody else has this port.</summary>
    public void Take(ushort port)
    {
        lock (_gate) _taken.Add(port);
    }

    /// <summary>The socket bound to <paramref name="port"/>.</summary>
    public FakeSocket At(ushort port)
    {
        lock (_gate) return _sockets[port];
    }

    public IDatagramSocket Bind(PeerAddress address, SocketSettings settings)
    {
        lock (_gate)
        {
            var port = address.Port == 0 ? _next++ : address.Port;
            if (IsExhausted || _taken.Contains(port) || _sockets.ContainsKey(port))
            {
                _refused++;
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }

            var socket = new FakeSocket(this, PeerAddress.Loopback(port));
            _sockets.Add(port, socket);
            _binds++;
            return socket;
        }
    }

    /// <summary>A datagram reaches whoever is bound to <paramref name="to"/>.</summary>
    public void Deliver(PeerAddress from, PeerAddress to, ReadOnlySpan<byte> datagram)
    {
        FakeSocket? receiver;
        lock (_gate) _sockets.TryGetValue(to.Port, out receiver);
        receiver?.Arrive(from, datagram.ToArray());
    }

    public void Unbind(FakeSocket socket)
    {
        lock (_gate)
            if (_sockets.TryGetValue(socket.LocalAddress.Port, out var bound) && bound == socket) _sockets.Remove(socket.LocalAddress.Port);
    }
}
