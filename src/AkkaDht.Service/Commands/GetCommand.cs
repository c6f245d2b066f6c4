using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>get HEX</c>: finds the value with that hash.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var target = Options.Target("What `put` said: the hash of the value, 64 hex digits.");
        var command = new Command("get", "Find a value by its hash.") { target, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var got = await node.GetImmutableAsync(arguments.GetValue(target), ended);
            await session.Voice.SayAsync(got.Value is { } value ? Lines.Found(value.Span) : new NotFound());
            return got.Value is null ? ExitCodes.Failure : ExitCodes.Success;
        }));
        return command;
    }
}
