namespace AkkaDht.Bootstrapping;

/// <summary>The network that all peers of the world share unless they have one of their own.</summary>
public static class PublicNetwork
{
    /// <summary>Where nodes of the public network begin (03-hyperdht.md §1).</summary>
    public static IReadOnlyList<BootstrapNode> Bootstrap { get; } =
    [
        BootstrapNode.Parse("88.99.3.86@node1.hyperdht.org:49737"),
        BootstrapNode.Parse("142.93.90.113@node2.hyperdht.org:49737"),
        BootstrapNode.Parse("138.68.147.8@node3.hyperdht.org:49737"),
    ];
}
