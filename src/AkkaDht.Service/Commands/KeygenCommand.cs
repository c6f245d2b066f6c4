using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>keygen [--seed HEX]</c>: a key pair, without any network.</summary>
internal static class KeygenCommand
{
    public static Command Create()
    {
        var seed = Options.Seed("The seed to derive the pair from; one of chance by default.");
        var command = new Command("keygen", "Make a key pair: who has the seed is the peer of that public key.") { seed };
        command.SetAction(async (arguments, _) =>
        {
            var voice = new Voice(arguments.InvocationConfiguration.Output, arguments.GetValue(Options.Json));
            await voice.SayAsync(Lines.KeyPair(arguments.GetValue(seed) ?? DhtNode.NewKeyPair()));
            return ExitCodes.Success;
        });
        return command;
    }
}
