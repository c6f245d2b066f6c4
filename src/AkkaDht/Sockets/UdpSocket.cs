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
            SetLargest(settings.ReceiveBufferBytes, bytes => Socket.ReceiveBufferSize = bytes);
            SetLargest(settings.SendBufferBytes, bytes => Socket.SendBufferSize = bytes);
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

    public abstract bool IsJoining { get; set; }

    public abstract bool Receive(DatagramBatch batch);

    public abstract int Send(TransmitBatch batch);

    public abstract void NotifyReadable(Action onReadable);

    public virtual void Dispose() => Socket.Dispose();

    protected static IPEndPoint EndPointOf(PeerAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(octets, address.Host);
        return new IPEndPoint(new IPAddress(octets), address.Port);
    }

    // Some systems refuse what they do not allow instead of giving less.
    private static void SetLargest(int wantedBytes, Action<int> set)
    {
        for (var bytes = wantedBytes; bytes > 0; bytes /= 2)
        {
            try
            {
                set(bytes);
                return;
            }
            catch (SocketException)
            {
                // Half of it may do.
            }
        }
    }

    private static uint HostOf(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        address.TryWriteBytes(octets, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets);
    }
}
