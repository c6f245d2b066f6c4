using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>Sockets of the operating system, the fastest kind that it offers.</summary>
internal sealed class UdpSocketFactory : IDatagramSocketFactory
{
    public static readonly UdpSocketFactory Instance = new();

    public IDatagramSocket Bind(PeerAddress address, SocketSettings settings) => LinuxUdpSocket.IsSupported
        ? new LinuxUdpSocket(address, settings)
        : new PortableUdpSocket(address, settings);
}
