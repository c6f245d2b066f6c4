using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AkkaDht.Protocol;

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
        return HostOf(address);
    }

    /// <summary>
    /// The hosts under which peers of the same network may reach a socket that is bound to <paramref name="boundHost"/>: all of the machine's
    /// but loopback, or that one host. Loopback when it is bound there or there is no other. Reference: hyperdht
    /// <c>lib/holepuncher.js</c>, localAddresses.
    /// </summary>
    public static IReadOnlyList<uint> FindHosts(uint boundHost)
    {
        if (new PeerAddress(boundHost, 0).IsLoopback) return [boundHost];

        uint[] hosts =
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork)
                .Select(unicast => HostOf(unicast.Address))
                .Distinct(),
        ];
        return hosts.Length > 0 ? hosts : [PeerAddress.Loopback(0).Host];
    }

    private static uint HostOf(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
