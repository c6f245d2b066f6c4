using AkkaDht.Protocol.Udx;

namespace AkkaDht.Connections;

/// <summary>How one connection fares.</summary>
/// <param name="Carrier">What its stream has counted and measured: packets, losses, round-trip time, MTU; zeros until it is connected.</param>
/// <param name="QueuedBytes">Bytes written that the peer has not acknowledged.</param>
/// <param name="UnreadBytes">Bytes received that the owner had no room for.</param>
/// <param name="WaitingWrites">Writes that have not been taken.</param>
/// <param name="DroppedPackets">Packets that came faster than they were handled.</param>
/// <param name="Restarts">Times that it was opened again.</param>
public sealed record ConnectionStats(UdxStats Carrier, long QueuedBytes, long UnreadBytes, int WaitingWrites, long DroppedPackets, int Restarts);
