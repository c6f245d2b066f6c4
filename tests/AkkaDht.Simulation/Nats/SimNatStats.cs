namespace AkkaDht.Simulation.Nats;

/// <summary>What a NAT has done.</summary>
/// <param name="Mappings">Ports that are in use now, expired ones included until they are needed.</param>
/// <param name="Opened">Ports that were ever taken.</param>
/// <param name="Left">Datagrams that left.</param>
/// <param name="Entered">Datagrams that were let in.</param>
/// <param name="Filtered">Datagrams that were not.</param>
public readonly record struct SimNatStats(int Mappings, long Opened, long Left, long Entered, long Filtered);
