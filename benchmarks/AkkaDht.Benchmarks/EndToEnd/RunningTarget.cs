using System.Diagnostics;
using System.Text.Json;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>A started <see cref="Target"/> process; it ends when its input is closed.</summary>
internal sealed class RunningTarget(Process process) : IAsyncDisposable
{
    /// <summary>The line of JSON that it printed when it was ready.</summary>
    public JsonElement Answer { get; private set; }

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of it that are in physical memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Sockets that it has open now, of whatever kind.</summary>
    public int OpenSockets => Directory.GetFiles($"/proc/{process.Id}/fd")
        .Count(handle => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    public async Task ReadAnswerAsync()
    {
        string? line;
        do line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
        while (line is not null && !line.StartsWith('{')); // a log that warns is no answer
        Answer = JsonDocument.Parse(line ?? throw new InvalidOperationException("The target ended without an answer.")).RootElement;
    }

    /// <summary>Tells it one more thing, as a line of JSON.</summary>
    public Task TellAsync(object said) => process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(said));

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
