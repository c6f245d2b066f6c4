using System.CommandLine;
using System.Text;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Service.KeyValue;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>up [--nodes 5] [--port 0] [--once]</c>: a whole network in this process, and a value that travels through it.</summary>
internal static class UpCommand
{
    private const int DefaultNodes = 5;
    private static readonly byte[] Greeting = Encoding.UTF8.GetBytes("Hello from AkkaDht");

    public static Command Create()
    {
        var nodes = Options.Number("--nodes", "Persistent nodes beside the bootstrapper.", 1, 1000);
        nodes.DefaultValueFactory = _ => DefaultNodes;
        var port = Options.Port("The port of the bootstrapper; any by default.");
        var once = new Option<bool>("--once") { Description = "End when the value has come back." };

        var command = new Command("up", "Run a network on 127.0.0.1, store a value in it and read it back through another node.") { nodes, port, once };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var network = await StartAsync(session, arguments.GetValue(nodes), (ushort)arguments.GetValue(port), ended);
            if (!await ShowAsync(session, network, ended)) return ExitCodes.Failure;
            return arguments.GetValue(once) ? ExitCodes.Success : await session.StayAsync(ended);
        }));
        return command;
    }

    private static async Task<IReadOnlyList<DhtNode>> StartAsync(Session session, int count, ushort port, CancellationToken ended)
    {
        var address = PeerAddress.Loopback(port != 0 ? port : FreePort.Find());
        var network = new List<DhtNode> { await session.StartBootstrapperAsync(address, ended) };
        while (network.Count <= count)
            network.Add(await session.StartServingAsync([BootstrapNode.At(address)], address.Host, 0, isPersistent: true, ended));
        return network;
    }

    private static async Task<bool> ShowAsync(Session session, IReadOnlyList<DhtNode> network, CancellationToken ended)
    {
        var (target, nodes) = await KeyValueClient.PutAsync(network[1], Greeting, ended);
        await session.Voice.SayAsync(new Stored(target.ToHex(), nodes));

        var value = await KeyValueClient.GetAsync(network[^1], target, ended);
        await session.Voice.SayAsync(value is { } found ? Lines.Found(found.Span) : new NotFound());
        return value is not null;
    }
}
