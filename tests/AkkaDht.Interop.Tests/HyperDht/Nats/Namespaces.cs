using System.ComponentModel;
using System.Diagnostics;

namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>Network namespaces of Linux, by way of iproute2 and nftables.</summary>
internal static class Namespaces
{
    private static readonly Lazy<string?> Lack = new(FindLack);

    /// <summary>Why this machine lets us make none; null when it does.</summary>
    public static string? Missing => Lack.Value;

    /// <summary>Runs a program to its end with those lines as its input.</summary>
    public static async Task RunAsync(string program, string arguments, params string[] lines)
    {
        using var process = Start(program, arguments);
        var complaints = process.StandardError.ReadToEndAsync();
        if (lines.Length > 0) await process.StandardInput.WriteAsync(string.Join('\n', lines) + '\n');
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments}: {await complaints}");
    }

    private static Process Start(string program, string arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // Whether it works is only known by trying: a container may have the programs and not the rights.
    private static string? FindLack()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are a thing of Linux";

        var name = $"akkadht-{Environment.ProcessId}";
        try
        {
            RunAsync("ip", $"netns add {name}").GetAwaiter().GetResult();
            try
            {
                RunAsync("ip", $"netns exec {name} nft -f -", "add table ip nat").GetAwaiter().GetResult();
            }
            finally
            {
                RunAsync("ip", $"netns del {name}").GetAwaiter().GetResult();
            }

            return null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return $"network namespaces cannot be made here: {e.Message.Trim()}";
        }
    }
}
