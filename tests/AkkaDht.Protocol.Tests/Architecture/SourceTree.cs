namespace AkkaDht.Protocol.Tests.Architecture;

/// <summary>The sources of the core, found upwards from where the tests run.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the core's project.</summary>
    public static string Core { get; } = Path.Combine(Root(), "src", "AkkaDht.Protocol");

    /// <summary>The C# files of the core, each with the folder of its layer; empty for files that stand beside the layers.</summary>
    public static IEnumerable<(string Layer, string File)> Files()
    {
        foreach (var file in Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories))
        {
            var folders = Path.GetDirectoryName(Path.GetRelativePath(Core, file))!.Split(Path.DirectorySeparatorChar);
            if (folders[0] is not ("bin" or "obj")) yield return (folders[0], file);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AkkaDht.sln"))) return folder.FullName;

        throw new DirectoryNotFoundException("AkkaDht.sln stands in no folder above the tests.");
    }
}
