namespace AkkaDht.Simulation;

/// <summary>What a network has seen, and what it still holds.</summary>
/// <param name="Links">What became of the datagrams on all ways.</param>
/// <param name="Delivered">Datagrams handed to a host.</param>
/// <param name="Unreachable">Datagrams that arrived where nobody is attached, or that no NAT let in.</param>
/// <param name="Expired">Datagrams that were not to live long enough to arrive; they were offered to no way.</param>
/// <param name="InFlight">Datagrams under way.</param>
/// <param name="InFlightBytes">Their bytes.</param>
/// <param name="RentedBuffers">Buffers that hold a datagram; one for each under way.</param>
/// <param name="Timeouts">Deadlines that hosts were called for.</param>
public readonly record struct SimStats(
    LinkStats Links, long Delivered, long Unreachable, long Expired, int InFlight, long InFlightBytes, int RentedBuffers, long Timeouts);
