using System.CommandLine;
using System.Text;
using AkkaDht.Service.KeyValue;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>kv put VALUE --bootstrap H:P …</c>: stores a text at the nodes closest to its SHA-256.</summary>
internal static class KvPutCommand
{
    public static Command Create()
    {
        var value = new Argument<string>("value") { Description = "The text to store." };
        value.Validators.Add(result =>
        {
            if (Encoding.UTF8.GetByteCount(result.Tokens[0].Value) > KeyValueClient.MaxValueBytes)
                result.AddError($"A value has at most {KeyValueClient.MaxValueBytes} bytes.");
        });

        var command = new Command("put", "Store a text; says the target to find it by.") { value, Options.Bootstrap };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetRequiredValue(Options.Bootstrap), ended);
            var (target, nodes) = await KeyValueClient.PutAsync(node, Encoding.UTF8.GetBytes(arguments.GetRequiredValue(value)), ended);
            await session.Voice.SayAsync(new Stored(target.ToHex(), nodes));
            return ExitCodes.Success;
        }));
        return command;
    }
}
