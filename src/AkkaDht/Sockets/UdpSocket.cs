using System.Net;
using System.Net.Sockets;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A UDP socket of the operating system: how it is bound; how it waits, and moves datagrams in batches, is the platform's matter.</summary>
internal abstract class UdpSocket : IDatagramSocket
{
    protected UdpSocket(PeerAddress address, SocketSettings settings)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (settings.ReceiveBufferBytes > 0) Socket.ReceiveBufferSize = settings.ReceiveBufferBytes;
            if (settings.SendBufferBytes > 0) Socket.SendBufferSize = settings.SendBufferBytes;
            Socket.Bind(EndPointOf(address));
        }
        catch
        {
            Socket.Dispose();
            throw;
        }

        Socket.Blocking = false;
        var local = (IPEndPoint)Socket.LocalEndPoint!;
        LocalAddress = new PeerAddress(HostOf(local.Address), (ushort)local.Port);
    }

    public PeerAddress LocalAddress { get; }

    protected Socket Socket { get; }

    public abstract int Receive(DatagramBatch batch);

    public abstract int Send(TransmitBatch batch);

    public abstract void NotifyReadable(Action onReadable);

    public virtual void Dispose() => Socket.Dispose();

    /// <summary>Sends one datagram by itself, with its own time to live if it has one; false when the system refused it.</summary>
    protected bool SendSingly(ReadOnlySpan<byte> datagram, PeerAddress to, byte ttl)
    {
        var usual = Socket.Ttl;
        try
        {
            if (ttl != 0) Socket.Ttl = ttl;
            Socket.SendTo(datagram, SocketFlags.None, EndPointOf(to));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            if (ttl != 0) Socket.Ttl = usual;
        }
    }

    private static uint HostOf(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        address.TryWriteBytes(octets, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets);
    }

    private static IPEndPoint EndPointOf(PeerAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(octets, address.Host);
        return new IPEndPoint(new IPAddress(octets), address.Port);
    }
}
