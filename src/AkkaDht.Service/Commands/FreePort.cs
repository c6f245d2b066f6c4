using System.Net;
using System.Net.Sockets;

namespace AkkaDht.Service.Commands;

/// <summary>A bootstrapper must know its port before it binds; here is one that was free a moment ago.</summary>
internal static class FreePort
{
    public static ushort Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
