namespace AkkaDht.Persistence;

/// <summary>What a file of the state holds; the numbers stand in the files.</summary>
internal enum StateKind : byte
{
    /// <summary>The seed of the node's key pair: <see cref="SeedContent"/>.</summary>
    Seed = 1,

    /// <summary>Nodes of the routing table: <see cref="NodesContent"/>.</summary>
    Nodes = 2,

    /// <summary>What the node announces for good: <see cref="AnnouncementsContent"/>.</summary>
    Announcements = 3,
}

/// <summary>How files are called, and how large one may be to be read at all.</summary>
internal static class StateKinds
{
    public static string FileName(this StateKind kind) => kind switch
    {
        StateKind.Seed => "seed",
        StateKind.Nodes => "nodes",
        _ => "announcements",
    };

    public static int MaxFileBytes(this StateKind kind) => kind switch
    {
        StateKind.Seed => 256,
        StateKind.Nodes => 64 << 10,
        _ => 1 << 20,
    };
}
