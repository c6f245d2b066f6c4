using System.CommandLine;

namespace AkkaDht.Service.Commands;

/// <summary><c>node --bootstrap H:P … [--port P] [--host IP] [--persistent]</c>: a node of somebody's network, until Ctrl-C.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        var port = Options.Port("The port to bind to, or one of the four after it; any by default.");
        var host = Options.Host("The address to bind to; all by default.");
        var persistent = new Option<bool>("--persistent") { Description = "Join other nodes' tables at once if reachable, not after about 20 minutes." };

        var command = new Command("node", "Run a node; it serves the key/value example.") { Options.Bootstrap, port, host, persistent };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            await session.StartServingAsync(
                arguments.GetRequiredValue(Options.Bootstrap),
                arguments.GetValue(host) ?? 0,
                (ushort)arguments.GetValue(port),
                arguments.GetValue(persistent),
                ended);
            return await session.StayAsync(ended);
        }));
        return command;
    }
}
