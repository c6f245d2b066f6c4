using System.CommandLine;
using AkkaDht.Service.KeyValue;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>kv get HEX --bootstrap H:P …</c>: the first value found that really has that SHA-256.</summary>
internal static class KvGetCommand
{
    public static Command Create()
    {
        var target = Options.Target("What `kv put` said: the SHA-256 of the value, 64 hex digits.");
        var command = new Command("get", "Find a text by its target.") { target, Options.Bootstrap };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetRequiredValue(Options.Bootstrap), ended);
            var value = await KeyValueClient.GetAsync(node, arguments.GetValue(target), ended);
            await session.Voice.SayAsync(value is { } found ? Lines.Found(found.Span) : new NotFound());
            return value is null ? ExitCodes.Failure : ExitCodes.Success;
        }));
        return command;
    }
}
