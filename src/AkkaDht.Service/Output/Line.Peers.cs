using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AkkaDht.Service.Output;

// What is said of keys, peers and what they announce. Keys, seeds and topics are 64 hex digits; a key is also given in z-base-32.

/// <summary>A key pair: the seed is its secret.</summary>
internal sealed record MadeKeyPair(string PublicKey, string Id, string Seed) : Line
{
    internal override IRenderable Words => new Rows(
        new Markup($"[green]key[/]     {PublicKey}"),
        new Markup($"        {Id}"),
        new Markup($"[green]seed[/]    {Seed} [grey]keep it to yourself[/]"));
}

/// <summary>So many nodes keep that a peer is to be found under a topic; the seed only when it was made for this.</summary>
internal sealed record Announced(string Topic, string PublicKey, int Nodes) : Line
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seed { get; init; }

    internal override IRenderable Words => new Rows(
        new Markup($"[green]announced[/] {PublicKey} [grey]on {Nodes} nodes[/]"),
        new Markup($"[grey]topic[/]   {Topic}"),
        Seed is null ? Text.Empty : new Markup($"[grey]seed[/]    {Seed}"));
}

/// <summary>So many nodes were asked to forget a peer under a topic.</summary>
internal sealed record Unannounced(string Topic, string PublicKey, int Nodes) : Line
{
    internal override IRenderable Words => new Markup($"[green]unannounced[/] {PublicKey} [grey]on {Nodes} nodes[/]");
}

/// <summary>A peer was found, with the nodes through which it is reached.</summary>
internal sealed record FoundPeer(string PublicKey, string Id, IReadOnlyList<string> Relays) : Line
{
    internal override IRenderable Words => new Markup($"[green]peer[/]    {PublicKey} [grey]{string.Join(' ', Relays)}[/]");
}

/// <summary>A lookup has ended with so many peers.</summary>
internal sealed record LookedUp(string Topic, int Peers) : Line
{
    internal override IRenderable Words => new Markup($"[green]found[/]   {Peers} {(Peers == 1 ? "peer" : "peers")} [grey]under {Topic}[/]");
}

/// <summary>A value was stored under the key that signed it.</summary>
internal sealed record StoredMutable(string PublicKey, ulong Seq, int Nodes) : Line
{
    internal override IRenderable Words => new Markup($"[green]stored[/]  {PublicKey} [grey]as number {Seq} on {Nodes} nodes[/]");
}

/// <summary>Nodes keep a later value under the key (SEQ_TOO_LOW), or another one of that number (SEQ_REUSED); so many took this one.</summary>
internal sealed record Conflict(string PublicKey, ulong Seq, int Nodes, string Error) : Line
{
    internal override IRenderable Words => new Markup(Error == "SEQ_REUSED"
        ? $"[yellow]conflict[/] somebody has another value as number {Seq} [grey]{Nodes} nodes took this one[/]"
        : $"[yellow]conflict[/] there is a value with a higher number than {Seq} [grey]{Nodes} nodes took this one[/]");
}
