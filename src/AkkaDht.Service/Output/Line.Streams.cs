using Spectre.Console;
using Spectre.Console.Rendering;

namespace AkkaDht.Service.Output;

/// <summary>Peers can connect to this key.</summary>
internal sealed record Listening(string PublicKey) : Line
{
    internal override IRenderable Words => new Markup($"[green]listening[/] {PublicKey}");
}

/// <summary>A peer has connected.</summary>
internal sealed record Connected(string PublicKey) : Line
{
    internal override IRenderable Words => new Markup($"[green]connection[/] {PublicKey}");
}
