#if AKKA_EMBEDDED
using System.Net.Sockets;
using AkkaDht.Protocol;
using AkkaDht.Simulation.Nats;
using AkkaDht.Sockets;

namespace AkkaDht.Simulation.Nodes;

/// <summary>
/// A machine of a <see cref="NodeNetwork"/> on which nodes run: gives them sockets at its one address, which may be behind a NAT.
/// What still arrives after it was unplugged is lost, as is what is sent.
/// </summary>
/// <param name="network">Where it stands.</param>
/// <param name="host">Its address, in reading order.</param>
public sealed class SimMachine(NodeNetwork network, uint host) : SimHost, IDatagramSocketFactory
{
    private const ushort FirstFreePort = 40_000;

    private readonly Dictionary<ushort, SimSocket> _sockets = [];
    private ushort _next = FirstFreePort;

    /// <summary>A machine behind <paramref name="nat"/>.</summary>
    public SimMachine(NodeNetwork network, uint host, SimNat nat) : this(network, host) => network.Wires.PutBehind(host, nat);

    /// <summary>Its address, in reading order.</summary>
    public uint Host => host;

    /// <summary>Sockets that are open.</summary>
    public int OpenSockets => _sockets.Count;

    /// <summary>Whether nothing leaves and nothing arrives.</summary>
    public bool IsUnplugged { get; set; }

    /// <inheritdoc/>
    public override Instant NextDeadline => Instant.Never;

    /// <inheritdoc/>
    public override void HandleDatagram(Instant now, PeerAddress from, PeerAddress to, ReadOnlyMemory<byte> datagram)
    {
        if (!IsUnplugged && _sockets.TryGetValue(to.Port, out var socket)) socket.Arrive(from, datagram.ToArray());
    }

    /// <inheritdoc/>
    public override void HandleTimeout(Instant now) { }

    IDatagramSocket IDatagramSocketFactory.Bind(PeerAddress address, SocketSettings settings)
    {
        var port = address.Port == 0 ? FreePort() : address.Port;
        if (_sockets.ContainsKey(port)) throw new SocketException((int)SocketError.AddressAlreadyInUse);

        var socket = new SimSocket(this, new PeerAddress(host, port));
        _sockets.Add(port, socket);
        network.Wires.Attach(socket.LocalAddress, this);
        return socket;
    }

    IReadOnlyList<uint> IDatagramSocketFactory.FindHosts(uint boundHost) => [host];

    internal void Send(PeerAddress from, PeerAddress to, ReadOnlySpan<byte> datagram, byte ttl)
    {
        if (!IsUnplugged) network.Send(from, to, datagram, ttl);
    }

    internal void Close(SimSocket socket)
    {
        if (!_sockets.Remove(socket.LocalAddress.Port)) return;

        network.Wires.Detach(socket.LocalAddress);
    }

    private ushort FreePort()
    {
        while (_sockets.ContainsKey(_next)) _next = _next == ushort.MaxValue ? FirstFreePort : (ushort)(_next + 1);
        return _next++;
    }
}
#endif
