using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>get-mutable KEY [--seq N]</c>: the latest value that the owner of that key has stored.</summary>
internal static class GetMutableCommand
{
    public static Command Create()
    {
        var key = Options.Key();
        var seq = Options.Seq("The lowest number that is of interest.");
        var command = new Command("get-mutable", "Find the latest value under a key.") { key, seq, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var got = await node.GetMutableAsync(arguments.GetValue(key), arguments.GetValue(seq), cancellationToken: ended);
            await session.Voice.SayAsync(got.Value is { } value ? Lines.Found(value.Value.Span) with { Seq = value.Seq } : new NotFound());
            return got.Value is null ? ExitCodes.Failure : ExitCodes.Success;
        }));
        return command;
    }
}
