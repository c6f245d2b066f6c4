using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AkkaDht.Service.Output;

/// <summary>Something that a command has to say: a JSON object for programs, words for people.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Stored), "stored")]
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(NotFound), "not-found")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(NoAnswer), "no-answer")]
[JsonDerivedType(typeof(Closest), "closest")]
[JsonDerivedType(typeof(MadeKeyPair), "key-pair")]
[JsonDerivedType(typeof(Announced), "announced")]
[JsonDerivedType(typeof(Unannounced), "unannounced")]
[JsonDerivedType(typeof(FoundPeer), "peer")]
[JsonDerivedType(typeof(LookedUp), "looked-up")]
[JsonDerivedType(typeof(Conflict), "conflict")]
[JsonDerivedType(typeof(Listening), "listening")]
[JsonDerivedType(typeof(Connected), "connection")]
[JsonDerivedType(typeof(Examined), "finding")]
[JsonDerivedType(typeof(Diagnosed), "diagnosis")]
[JsonDerivedType(typeof(StoredMutable), "stored-mutable")]
internal abstract record Line
{
    /// <summary>The same for people.</summary>
    internal abstract IRenderable Words { get; }
}

/// <summary>A node is bootstrapped and takes requests at this address; ids are hex, null while the node is ephemeral.</summary>
internal sealed record Ready(string Host, ushort Port, string? Id) : Line
{
    internal override IRenderable Words => new Markup($"[green]ready[/]   {Host}:{Port} {(Id is null ? "[grey]ephemeral[/]" : $"[grey]{Id}[/]")}");
}

/// <summary>A value was stored under its target by so many nodes.</summary>
internal sealed record Stored(string Target, int Nodes) : Line
{
    internal override IRenderable Words => new Markup($"[green]stored[/]  {Target} [grey]on {Nodes} nodes[/]");
}

/// <summary>The first value that hashes to the target: as text, and in hex too when it is not text.</summary>
internal sealed record Found(string Value) : Line
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hex { get; init; }

    /// <summary>The number of a mutable value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Seq { get; init; }

    internal override IRenderable Words => new Markup($"[green]found[/]   {Markup.Escape(Hex ?? Value)}{(Seq is { } seq ? $" [grey]number {seq}[/]" : "")}");
}

/// <summary>Nobody had a value that hashes to the target.</summary>
internal sealed record NotFound : Line
{
    internal override IRenderable Words => new Markup("[yellow]not found[/]");
}

/// <summary>A node answered a ping; the round trip is in milliseconds.</summary>
internal sealed record Pong(string Host, ushort Port, string? Id, double Rtt) : Line
{
    internal override IRenderable Words => new Markup($"[green]pong[/]    {Host}:{Port} in {Rtt:0.0} ms [grey]{Id}[/]");
}

/// <summary>A node did not answer any transmission of a ping.</summary>
internal sealed record NoAnswer(string Host, ushort Port) : Line
{
    internal override IRenderable Words => new Markup($"[yellow]no answer[/] from {Host}:{Port}");
}

/// <summary>The nodes closest to a target, nearest first.</summary>
internal sealed record Closest(IReadOnlyList<ClosestNode> Nodes) : Line
{
    internal override IRenderable Words
    {
        get
        {
            var table = new Table().AddColumns("node", "id", "distance").Border(TableBorder.Simple);
            foreach (var node in Nodes) table.AddRow($"{node.Host}:{node.Port}", node.Id[..16], node.Distance[..16]);
            return table;
        }
    }
}

/// <summary>A node near a target; id and XOR distance are 64 hex digits.</summary>
internal sealed record ClosestNode(string Host, ushort Port, string Id, string Distance);
