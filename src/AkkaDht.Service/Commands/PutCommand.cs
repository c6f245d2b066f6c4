using System.CommandLine;
using System.Text;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>put VALUE</c>: stores a text at its hash.</summary>
internal static class PutCommand
{
    public static Command Create()
    {
        var value = Options.Value();
        var command = new Command("put", "Store a text for good, under its hash.") { value, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var stored = await node.PutImmutableAsync(Encoding.UTF8.GetBytes(arguments.GetRequiredValue(value)), ended);
            await session.Voice.SayAsync(new Stored(stored.Target.ToHex(), stored.Nodes.Count));
            return stored.Nodes.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
