using System.CommandLine;

namespace AkkaDht.Service.Commands;

/// <summary>The way from the arguments of the process to the verb that they name.</summary>
internal static class CommandLine
{
    /// <summary>Runs what <paramref name="args"/> ask for; results go to <paramref name="output"/>, complaints and logs to <paramref name="errors"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellation = default)
    {
        var parsed = Parse(args);
        if (parsed.Errors is [var first, ..])
        {
            var complaint = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' is not known here." : first.Message;
            await errors.WriteLineAsync($"akkadht: {complaint} Try --help.");
            return ExitCodes.BadUsage;
        }

        var invocation = new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(invocation, cancellation);
    }

    private static RootCommand CreateRoot() => new("A node of the Holepunch DHT, made of actors.")
    {
        Options.Json,
        Options.Verbose,
        Options.Network,
        UpCommand.Create(),
        BootstrapCommand.Create(),
        NodeCommand.Create(),
        new Command("kv", "Store and find values in a network whose nodes serve the key/value example.")
        {
            KvPutCommand.Create(),
            KvGetCommand.Create(),
        },
        PingCommand.Create(),
        FindNodeCommand.Create(),
        KeygenCommand.Create(),
        DoctorCommand.Create(),
    };

    // `--bootstrap A B` and `--bootstrap A VALUE` look alike; the second reading is tried first.
    private static ParseResult Parse(string[] args)
    {
        var root = CreateRoot();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0) return parsed;

        var expanded = root.Parse(Options.RepeatBootstrap(args));
        return expanded.Errors.Count == 0 ? expanded : parsed;
    }
}
