using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A bound UDP socket that never blocks: what a socket actor drives, and what a simulated network stands in for.</summary>
internal interface IDatagramSocket : IDisposable
{
    /// <summary>Where it is bound; the host may be 0.0.0.0.</summary>
    PeerAddress LocalAddress { get; }

    /// <summary>
    /// Whether the system may join datagrams of one sender, which costs a node with streams much less, and one without them
    /// the room for what may have been joined. Batches are large ones then.
    /// </summary>
    bool IsJoining { get; set; }

    /// <summary>Fills the batch with what has arrived; false when nothing is left after that.</summary>
    bool Receive(DatagramBatch batch);

    /// <summary>Gives the datagrams to the system; those that it does not take are lost, as on any network. Returns how many it took.</summary>
    int Send(TransmitBatch batch);

    /// <summary>Calls <paramref name="onReadable"/> once, from any thread, as soon as something has arrived or the socket has failed.</summary>
    void NotifyReadable(Action onReadable);
}

/// <summary>Makes bound sockets: the network as this machine sees it.</summary>
internal interface IDatagramSocketFactory
{
    /// <summary>Binds to <paramref name="address"/> (port 0 for any); throws <see cref="System.Net.Sockets.SocketException"/> when that is not possible.</summary>
    IDatagramSocket Bind(PeerAddress address, SocketSettings settings);

    /// <summary>The hosts under which peers of the same network may reach a socket that is bound to <paramref name="boundHost"/>.</summary>
    IReadOnlyList<uint> FindHosts(uint boundHost) => LocalNetwork.FindHosts(boundHost);
}
