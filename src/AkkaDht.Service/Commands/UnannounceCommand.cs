using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>unannounce TOPIC --seed HEX</c>: takes back what was announced.</summary>
internal static class UnannounceCommand
{
    public static Command Create()
    {
        var topic = Options.Topic();
        var seed = Options.Seed("Who was announced.", isRequired: true);
        var command = new Command("unannounce", "Take back what was announced under a topic.") { topic, seed, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var keyPair = arguments.GetRequiredValue(seed)!;
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var unannounced = await node.UnannounceAsync(arguments.GetValue(topic), keyPair, ended);
            await session.Voice.SayAsync(new Unannounced(unannounced.Topic.ToHex(), keyPair.PublicKey.ToHex(), unannounced.Nodes.Count));
            return ExitCodes.Success;
        }));
        return command;
    }
}
