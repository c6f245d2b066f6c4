using AkkaDht.Protocol;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Lifecycle;

/// <summary>One firewall check under way: who is asked to answer to the server port, and what came back (02-dht-rpc.md B12).</summary>
internal sealed class FirewallCheck(ushort serverPort)
{
    public const int WantedNodes = 5;

    private int _missing;

    public ushort ServerPort => serverPort;

    public List<Node> Nodes { get; } = [];

    /// <summary>Our address as stated by each reply that came in on the server socket.</summary>
    public List<PeerAddress> OnServerSocket { get; } = [];

    public bool NeedsMore => Nodes.Count < WantedNodes;

    /// <summary>Everybody is asked now; returns how many that are.</summary>
    public int Begin() => _missing = Nodes.Count;

    /// <summary>One node has answered, with our address if on the server socket, or has failed to; true when it was the last.</summary>
    public bool HandleAnswer(PeerAddress? onServerSocket)
    {
        if (onServerSocket is { } address) OnServerSocket.Add(address);
        return --_missing == 0;
    }
}
