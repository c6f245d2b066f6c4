using System.CommandLine;
using AkkaDht.Service.Streams;

namespace AkkaDht.Service.Commands;

/// <summary>The way from the arguments of the process to the verb that they name.</summary>
internal static class CommandLine
{
    // Servers take their announcements back when they end, from nodes that may have gone themselves.
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(10);

    /// <summary>Runs what <paramref name="args"/> ask for; results go to <paramref name="output"/>, complaints and logs to <paramref name="errors"/>; null <paramref name="streams"/> are those of the process.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellation = default, StandardStreams? streams = null)
    {
        var parsed = Parse(args, streams ?? StandardStreams.OfProcess());
        if (parsed.Errors is [var first, ..])
        {
            var complaint = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' is not known here." : first.Message;
            await errors.WriteLineAsync($"akkadht: {complaint} Try --help.");
            return ExitCodes.BadUsage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = PatienceAtTheEnd,
        };
        return await parsed.InvokeAsync(invocation, cancellation);
    }

    private static RootCommand CreateRoot(StandardStreams streams) => new("A node of the Holepunch DHT, made of actors.")
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
        AnnounceCommand.Create(),
        UnannounceCommand.Create(),
        LookupCommand.Create(),
        FindPeerCommand.Create(),
        PutCommand.Create(),
        GetCommand.Create(),
        PutMutableCommand.Create(),
        GetMutableCommand.Create(),
        ListenCommand.Create(streams),
        ConnectCommand.Create(streams),
        DoctorCommand.Create(),
    };

    // `--bootstrap A B` and `--bootstrap A VALUE` look alike; the second reading is tried first.
    private static ParseResult Parse(string[] args, StandardStreams streams)
    {
        var root = CreateRoot(streams);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0) return parsed;

        var expanded = root.Parse(Options.RepeatBootstrap(args));
        return expanded.Errors.Count == 0 ? expanded : parsed;
    }
}
