namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>A node of ours.</summary>
internal static class OurHyperPeer
{
    public static Task<IHyperPeer> StartAsync(OurNodes nodes, PeerAddress seed, bool isFirewalled) =>
        throw new NotSupportedException($"{nodes}{seed}{isFirewalled}");
}
