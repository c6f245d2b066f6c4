using System.CommandLine;
using AkkaDht.Connections;
using AkkaDht.Service.Streams;

namespace AkkaDht.Service.Commands;

/// <summary><c>connect KEY [--seed HEX]</c>: joins stdin and stdout to a stream to that peer, wherever it is.</summary>
internal static class ConnectCommand
{
    public static Command Create(StandardStreams streams)
    {
        var key = Options.Key();
        var seed = Options.Seed("Who to be; a peer of chance by default.");
        var command = new Command("connect", "Join stdin and stdout to a stream to a peer.") { key, seed, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var peer = new PeerSpec(arguments.GetValue(key)) { KeyPair = arguments.GetValue(seed) };
            var connection = await node.ConnectAsync(peer, ended);
            var end = await new Joint(connection, streams).RunAsync(ended);
            return end.IsClean ? ExitCodes.Success : throw new ConnectionException(end);
        }));
        return command;
    }
}
