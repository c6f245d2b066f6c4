using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>The machine's own addresses.</summary>
internal static class LocalNetwork
{
    /// <summary>
    /// Where the socket bound to <paramref name="bound"/> is reached from the local network: the first address that is not
    /// loopback, preferably of <c>en0</c>, or loopback. Reference: dht-rpc <c>index.js</c>, localIP.
    /// </summary>
    public static PeerAddress AddressWith(PeerAddress bound)
    {
        var interfaces = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(network => network.Name == "en0");
        var address = interfaces
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork, IPAddress.Loopback);
        return new PeerAddress(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()), bound.Port);
    }
}
