using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Bootstrapping;

/// <summary>Finding the addresses of the bootstrap nodes.</summary>
internal static class BootstrapMessages
{
    /// <summary>A query or the lifecycle needs bootstrap nodes; answered with <see cref="Resolved"/>.</summary>
    public sealed record Resolve : IAsk<Resolved>
    {
        public static readonly Resolve Instance = new();
    }

    /// <summary>The bootstrap nodes whose addresses could be found, in the order given to the node.</summary>
    public sealed record Resolved(IReadOnlyList<Node> Nodes) : IEvent;
}
