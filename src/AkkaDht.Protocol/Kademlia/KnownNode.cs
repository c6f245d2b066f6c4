namespace AkkaDht.Protocol.Kademlia;

/// <summary>A node in the routing table and what became of it, in ticks of 5 s (02-dht-rpc.md B5).</summary>
/// <param name="Node">Its id and address.</param>
/// <param name="Added">The tick at which it entered the table.</param>
/// <param name="Pinged">The last tick at which it was checked or heard.</param>
/// <param name="DownHints">How often others' word that it is down led to a check.</param>
public readonly record struct KnownNode(Node Node, int Added, int Pinged, int DownHints = 0);
