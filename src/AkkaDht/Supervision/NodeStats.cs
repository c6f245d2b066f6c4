using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Persistence;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Relaying;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;

namespace AkkaDht.Supervision;

/// <summary>Everything that a node has counted since it started.</summary>
/// <param name="Endpoint">Requests made and answered, and what was dropped or refused.</param>
/// <param name="Queries">Queries under way and started.</param>
/// <param name="Routing">What the limits of the routing table refused.</param>
/// <param name="Connections">Connections there are and have been.</param>
/// <param name="ServerSocket">Datagrams of the server socket.</param>
/// <param name="ClientSocket">Datagrams of the client socket.</param>
/// <param name="Pool">Sockets that were opened for hole punches.</param>
/// <param name="Connecting">Attempts to connect by public key, and what came of hole punches and relays.</param>
/// <param name="Servers">Servers, and the handshakes that they were let work on.</param>
/// <param name="Records">What is kept for others, and the node's own operations on what others keep.</param>
/// <param name="State">What has become of the files that outlive the node.</param>
/// <param name="Relaying">What the node has done as a relay for others.</param>
public sealed record NodeStats(
    EndpointStats Endpoint, QueryCounts Queries, RoutingStats Routing, ConnectionCounts Connections, SocketStats ServerSocket, SocketStats ClientSocket, PoolStats Pool,
    ConnectCounts Connecting, ServerCounts Servers, RecordCounts Records, StateStats State, RelayStats Relaying);
