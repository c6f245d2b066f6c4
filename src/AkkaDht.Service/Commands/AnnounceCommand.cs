using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>announce TOPIC [--seed HEX]</c>: says that a peer is to be found under a topic, for about 20 minutes.</summary>
internal static class AnnounceCommand
{
    public static Command Create()
    {
        var topic = Options.Topic();
        var seed = Options.Seed("Who is announced; a peer of chance by default, whose seed is said.");
        var command = new Command("announce", "Announce a peer under a topic, for about 20 minutes.") { topic, seed, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var given = arguments.GetValue(seed);
            var keyPair = given ?? DhtNode.NewKeyPair();
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var announced = await node.AnnounceAsync(arguments.GetValue(topic), keyPair, cancellationToken: ended);
            await session.Voice.SayAsync(new Announced(announced.Topic.ToHex(), keyPair.PublicKey.ToHex(), announced.Nodes.Count)
            {
                Seed = given is null ? Lines.SeedOf(keyPair) : null,
            });
            return announced.Nodes.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
