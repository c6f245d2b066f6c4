using System.CommandLine;
using AkkaDht.Protocol;

namespace AkkaDht.Service.Commands;

/// <summary><c>bootstrap --port P --host IP</c>: a node that others start from, until Ctrl-C.</summary>
internal static class BootstrapCommand
{
    public static Command Create()
    {
        var port = Options.Port("The port that others know it by.", least: 1);
        port.Required = true;
        var host = Options.Host("The address that others know it by.", mayBeAny: false);
        host.Required = true;

        var command = new Command("bootstrap", "Run a node that others start from; it serves the key/value example.") { port, host };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var address = new PeerAddress(arguments.GetValue(host)!.Value, (ushort)arguments.GetValue(port));
            await session.StartBootstrapperAsync(address, ended);
            return await session.StayAsync(ended);
        }));
        return command;
    }
}
