using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AkkaDht.Service.Output;

/// <summary>One thing that the doctor looked at; the verdict is good, fair or bad.</summary>
internal sealed record Examined(
    string Check,
    string Verdict,
    string Says,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Advice) : Line
{
    internal override IRenderable Words => new Markup(
        $"[{Colour}]{Verdict,-4}[/] {Check,-17} {Markup.Escape(Says)}{(Advice is null ? "" : $"\n     [grey]{"",-17} {Markup.Escape(Advice)}[/]")}");

    private string Colour => Verdict switch
    {
        "good" => "green",
        "fair" => "yellow",
        _ => "red",
    };
}

/// <summary>What the doctor found in short: the firewall and the NAT are unknown, open, consistent or random; the host is null when nobody has said it.</summary>
internal sealed record Diagnosed(bool Works, string Firewall, string Nat, string? PublicHost, ushort Port) : Line
{
    internal override IRenderable Words => Works
        ? new Markup($"\nThis machine is [green]{Firewall}[/] to peers.")
        : new Markup("\n[red]Nothing works here[/]: no node answered.");
}
