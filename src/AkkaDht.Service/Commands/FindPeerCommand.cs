using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>find-peer KEY</c>: is there a server with that key, and through which nodes is it reached?</summary>
internal static class FindPeerCommand
{
    public static Command Create()
    {
        var key = Options.Key();
        var command = new Command("find-peer", "Find a server by its public key.") { key, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var through = new List<string>();
            await using var search = node.FindPeerAsync(arguments.GetValue(key));
            await foreach (var result in search.WithCancellation(ended))
                if (result.Peer.PublicKey == arguments.GetValue(key)) through.Add(result.From.ToString());

            await session.Voice.SayAsync(through.Count > 0 ? Lines.Peer(arguments.GetValue(key), through) : new NotFound());
            return through.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
