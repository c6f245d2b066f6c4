using System.ComponentModel;
using System.Diagnostics;

namespace AkkaDht.Interop.Tests;

/// <summary>Where node and the JavaScript peers are on this machine, and what is missing when they are not.</summary>
internal static class NodeRuntime
{
    private static readonly Lazy<string?> Lack = new(FindLack);

    /// <summary>The folder of the JavaScript peers, found by walking up from the test assembly.</summary>
    public static string PeersFolder { get; } = FindPeersFolder();

    /// <summary>Why interop tests cannot run here; null when they can.</summary>
    public static string? Missing => Lack.Value;

    /// <summary>On a build server a missing peer is a failure, never a reason to skip.</summary>
    public static bool MayBeMissing { get; } =
        !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string? FindLack()
    {
        string[] packages = ["dht-rpc", "udx-native", "@hyperswarm/secret-stream", "hyperdht", "blind-relay"];
        if (packages.FirstOrDefault(name => !Directory.Exists(Path.Combine(PeersFolder, "node_modules", name))) is { } absent)
            return $"{absent} is not installed: run `npm ci` in tests/AkkaDht.Interop.Tests/peers";

        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "node does not run on this machine";
        }
        catch (Win32Exception)
        {
            return "node is not installed on this machine";
        }
    }

    private static string FindPeersFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "peers");
            if (File.Exists(Path.Combine(peers, "peer.mjs"))) return peers;
        }

        throw new DirectoryNotFoundException("The folder peers/ is not above the test assembly.");
    }
}
