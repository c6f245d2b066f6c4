using System.CommandLine;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>lookup TOPIC</c>: who is to be found under a topic? One line for each peer, as they are found.</summary>
internal static class LookupCommand
{
    public static Command Create()
    {
        var topic = Options.Topic();
        var command = new Command("lookup", "Find who is announced under a topic.") { topic, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var found = new HashSet<PublicKey>();
            await using var lookup = node.LookupAsync(arguments.GetValue(topic));
            await foreach (var result in lookup.WithCancellation(ended))
            {
                foreach (var peer in result.Peers)
                    if (found.Add(peer.PublicKey)) await session.Voice.SayAsync(Lines.Peer(peer));
            }

            await session.Voice.SayAsync(found.Count > 0 ? new LookedUp(arguments.GetValue(topic).ToHex(), found.Count) : new NotFound());
            return found.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
