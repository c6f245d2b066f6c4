using Akka.Configuration;

namespace AkkaDht.Persistence;

/// <summary>What a node keeps for the time after a restart, and where: branch <c>akkadht.state</c>.</summary>
public sealed record StateSettings
{
    /// <summary>The folder, made when it is missing; empty when nothing is kept. One node has it at a time.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Time between two looks whether the routing table has changed since it was saved.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time that a change of the lasting announcements waits for others that are saved with it.</summary>
    public TimeSpan SavePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Nodes of the routing table that are kept, those heard last.</summary>
    public int MaxNodes { get; init; } = 256;

    /// <summary>Whether anything is kept.</summary>
    public bool IsKept => Directory.Length > 0;

    /// <summary>Reads the branch <c>akkadht.state</c>.</summary>
    public static StateSettings Create(Config config) => new()
    {
        Directory = config.Text("directory"),
        SaveInterval = config.Duration("save-interval", canBeZero: false),
        SavePause = config.Duration("save-pause"),
        MaxNodes = config.Number("max-nodes", max: NodesContent.MaxNodes),
    };
}
