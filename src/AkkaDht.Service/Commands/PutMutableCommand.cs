using System.CommandLine;
using System.Text;
using AkkaDht.Records;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>put-mutable VALUE --seed HEX --seq N</c>: stores a text under the key that signs it, in the place of those with lower numbers.</summary>
internal static class PutMutableCommand
{
    public static Command Create()
    {
        var value = Options.Value();
        var seed = Options.Seed("Whose value it is: the seed of the key that signs it.", isRequired: true);
        var seq = Options.Seq("The number of the value: it takes the place of those with lower ones.", isRequired: true);
        var command = new Command("put-mutable", "Store a text that can be replaced, under a key.") { value, seed, seq, Options.BootstrapOrPublic };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var keyPair = arguments.GetRequiredValue(seed)!;
            var node = await session.StartClientAsync(arguments.GetValue(Options.BootstrapOrPublic), ended);
            var put = await node.PutMutableAsync(keyPair, arguments.GetValue(seq), Encoding.UTF8.GetBytes(arguments.GetRequiredValue(value)), ended);
            await session.Voice.SayAsync(put.Conflict == RecordConflict.None
                ? new StoredMutable(keyPair.PublicKey.ToHex(), put.Value.Seq, put.Nodes.Count)
                : new Conflict(keyPair.PublicKey.ToHex(), put.Value.Seq, put.Nodes.Count, put.Conflict == RecordConflict.SeqReused ? "SEQ_REUSED" : "SEQ_TOO_LOW"));
            return put.Conflict == RecordConflict.None && put.Nodes.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
