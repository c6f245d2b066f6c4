using System.Text.Json.Serialization;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>How a JavaScript hyper node is started; null leaves the reference's default.</summary>
/// <param name="Seeds">Where it learns of its first peers.</param>
/// <param name="Ephemeral">Whether it never becomes persistent, or is so from the start.</param>
/// <param name="Firewalled">False for a node that knows that nothing stands before it.</param>
/// <param name="QuickFirewall">Whether it may find that out at once, which on loopback is always so.</param>
/// <param name="Seed">The seed of its own key pair, in hex.</param>
/// <param name="Host">Where its sockets are bound; null for loopback.</param>
/// <param name="ConnectionKeepAlive">After how many milliseconds without a write its connections send an empty message.</param>
internal sealed record JsHyperOptions(
    [property: JsonIgnore] IReadOnlyList<PeerAddress> Seeds,
    bool? Ephemeral = null,
    bool? Firewalled = null,
    bool? QuickFirewall = null,
    string? Seed = null,
    string? Host = null,
    int? ConnectionKeepAlive = null)
{
    /// <summary>The seeds as the reference wants them.</summary>
    public IEnumerable<string> Bootstrap => Seeds.Select(seed => seed.ToString());
}
