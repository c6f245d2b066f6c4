using System.CommandLine;
using AkkaDht.Service.Output;

namespace AkkaDht.Service.Commands;

/// <summary><c>find-node HEX --bootstrap H:P …</c>: which nodes are closest to that point?</summary>
internal static class FindNodeCommand
{
    public static Command Create()
    {
        var target = Options.Target("The point of the key space, 64 hex digits.");
        var command = new Command("find-node", "Find the nodes closest to a point of the key space.") { target, Options.Bootstrap };
        command.SetAction((arguments, cancellation) => Session.RunAsync(arguments, cancellation, async (session, ended) =>
        {
            var node = await session.StartClientAsync(arguments.GetRequiredValue(Options.Bootstrap), ended);
            await using var query = node.FindNode(arguments.GetValue(target));
            await query.FinishedAsync(ended);
            await session.Voice.SayAsync(Lines.Closest(arguments.GetValue(target), query.ClosestNodes));
            return query.ClosestNodes.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
