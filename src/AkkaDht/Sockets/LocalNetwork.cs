using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AkkaDht.Sockets;

/// <summary>The machine's own addresses.</summary>
internal static class LocalNetwork
{
    /// <summary>
    /// The host under which the machine is reached from its network: the first that is not loopback, preferably of <c>en0</c>,
    /// or loopback. Reference: dht-rpc <c>index.js</c>, localIP. Asks the system, which takes a while.
    /// </summary>
    public static uint FindHost()
    {
        var interfaces = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(network => network.Name == "en0");
        var address = interfaces
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork, IPAddress.Loopback);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
    }
}
