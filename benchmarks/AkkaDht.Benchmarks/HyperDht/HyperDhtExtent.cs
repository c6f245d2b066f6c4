namespace AkkaDht.Benchmarks.HyperDht;

/// <summary>How much is measured: everything, or just enough to see that it works.</summary>
/// <param name="Runs">Fresh processes per side and figure.</param>
/// <param name="Nodes">Nodes of the network that a server and a client join.</param>
/// <param name="Connects">Connections per run, after as many that are not counted.</param>
/// <param name="TopicNodes">Nodes of the network that topics are announced and looked up in.</param>
/// <param name="Topics">Announcements and lookups per run, after as many that are not counted.</param>
/// <param name="FloodSeconds">How long the stranger floods.</param>
/// <param name="FloodRate">Handshakes that it sends in a second.</param>
internal sealed record HyperDhtExtent(int Runs, int Nodes, int Connects, int TopicNodes, int Topics, int FloodSeconds, int FloodRate)
{
    public static HyperDhtExtent Full { get; } = new(5, 10, 500, 200, 300, 10, 10_000);

    public static HyperDhtExtent Smoke { get; } = new(1, 5, 5, 20, 5, 1, 2_000);
}
