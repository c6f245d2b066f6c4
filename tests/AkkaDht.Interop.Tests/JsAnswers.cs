using System.Text.Json.Serialization;

namespace AkkaDht.Interop.Tests;

/// <summary>How a JavaScript node is started; null leaves the reference's default.</summary>
internal sealed record JsNodeOptions(
    [property: JsonIgnore] IReadOnlyList<PeerAddress> Seeds,
    bool? Ephemeral = null,
    bool Serving = true)
{
    /// <summary>The seeds as the reference wants them.</summary>
    public IEnumerable<string> Bootstrap => Seeds.Select(seed => seed.ToString());
}

/// <summary>A node's view of itself, as <c>state</c> in peers/lines.mjs; one of hyperdht was born with a public key.</summary>
internal sealed record JsState(
    int? Node, string? Id, string TableId, string? Host, ushort Port, bool Ephemeral, bool Firewalled, bool Randomized,
    bool Online, bool Degraded, bool Suspended, bool Destroyed, bool Bootstrapped, int Nodes, ushort ServerPort, ushort ClientPort,
    string? PublicKey = null);

/// <summary>The nodes that were started.</summary>
internal sealed record JsBirth(IReadOnlyList<JsState> Nodes);

/// <summary>An address without an id.</summary>
internal sealed record JsAddress(string Host, ushort Port)
{
    public static JsAddress From(PeerAddress address) => new(address.HostText, address.Port);

    public PeerAddress ToPeerAddress() => PeerAddress.Parse($"{Host}:{Port}");
}

/// <summary>A node as a reply names it; the id (hex) is null unless it sent a valid one.</summary>
internal sealed record JsSender(string? Id, string Host, ushort Port)
{
    public PeerAddress ToPeerAddress() => PeerAddress.Parse($"{Host}:{Port}");
}

/// <summary>A reply; token and value in hex.</summary>
internal sealed record JsReply(
    ushort Tid, double Rtt, JsSender From, JsAddress To, string? Token, IReadOnlyList<JsAddress> CloserNodes, ulong Error, string? Value, double? Elapsed);

/// <summary>A finished query: the replies it streamed and the closest nodes it ended with.</summary>
internal sealed record JsWalk(IReadOnlyList<JsReply> Replies, IReadOnlyList<JsSender> Closest, int Successes, int Errors);

/// <summary>A stored value's target (hex) and the nodes it was committed to.</summary>
internal sealed record JsStored(string Target, IReadOnlyList<JsSender> Nodes);

/// <summary>The value found (hex), if any.</summary>
internal sealed record JsFound(string? Value);

/// <summary>The nodes of a routing table, the one heard last first.</summary>
internal sealed record JsNodes(IReadOnlyList<JsAddress> Nodes);

/// <summary>An error that a JavaScript peer answered; <see cref="Code"/> is the reference's, such as REQUEST_TIMEOUT.</summary>
internal sealed class JsException(string code, string message) : Exception(message)
{
    public string Code => code;
}
