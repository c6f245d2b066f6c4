using System.Net;
using System.Net.Sockets;
using AkkaDht.Protocol;

namespace AkkaDht.Simulation;

/// <summary>One socket of a <see cref="LossyProxy"/>: a thread of its own takes what arrives.</summary>
internal sealed class ProxySocket : IDisposable
{
    private const int MaxDatagram = 65535;
    private const int SystemBufferBytes = 4 * 1024 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
    {
        ReceiveBufferSize = SystemBufferBytes,
        SendBufferSize = SystemBufferBytes,
    };
    private readonly Handler _handle;
    private readonly Thread _receiving;

    /// <summary>Binds a free port on loopback.</summary>
    public ProxySocket(Handler handle)
    {
        _handle = handle;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _receiving = new Thread(Receive) { IsBackground = true, Name = $"proxy {Address}" };
    }

    /// <summary>Takes a datagram; both arguments are overwritten by the next.</summary>
    public delegate void Handler(SocketAddress from, ReadOnlySpan<byte> datagram);

    public PeerAddress Address => PeerAddress.Loopback((ushort)((IPEndPoint)_socket.LocalEndPoint!).Port);

    public void Start() => _receiving.Start();

    /// <summary>Sends if the system takes it now; a network may lose what it likes.</summary>
    public void Send(SocketAddress to, ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, to);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_receiving.IsAlive) _receiving.Join();
    }

    private void Receive()
    {
        var datagram = new byte[MaxDatagram];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (TryReceive(datagram, from, out var length)) _handle(from, datagram.AsSpan(0, length));
    }

    // An ICMP message about an earlier datagram fails a call too; only a closed socket ends the thread.
    private bool TryReceive(byte[] datagram, SocketAddress from, out int length)
    {
        while (true)
        {
            try
            {
                length = _socket.ReceiveFrom(datagram, SocketFlags.None, from);
                return true;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                length = 0;
                return false;
            }
        }
    }
}
