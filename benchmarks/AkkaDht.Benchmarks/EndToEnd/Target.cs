using System.Diagnostics;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>A program that plays a role of the end-to-end benchmarks in its own process: the reference or ours.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Command">The program and what stands before the role.</param>
internal sealed record Target(string Name, IReadOnlyList<string> Command)
{
    /// <summary>npm dht-rpc on node: benchmarks/peers/target.mjs.</summary>
    public static Target JavaScript { get; } = new("dht-rpc", ["node", "--expose-gc", FindScript("target.mjs")]);

    /// <summary>This program with the verb <c>target</c>.</summary>
    public static Target Ours { get; } = new("AkkaDht", ["dotnet", typeof(Target).Assembly.Location, "target"]);

    /// <summary>Starts the process in <paramref name="role"/> and waits for its line.</summary>
    public async Task<RunningTarget> StartAsync(string role, params int[] numbers)
    {
        var start = new ProcessStartInfo(Command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. Command.Skip(1), role, .. numbers.Select(number => $"{number}")])
            start.ArgumentList.Add(argument);

        var target = new RunningTarget(Process.Start(start)!);
        await target.ReadAnswerAsync();
        return target;
    }

    /// <summary>The path of a JavaScript program in benchmarks/peers.</summary>
    public static string FindScript(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "peers", name);
            if (File.Exists(script)) return script;
        }

        throw new FileNotFoundException($"benchmarks/peers/{name} is not above this program.");
    }
}
