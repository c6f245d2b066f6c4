using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AkkaDht.Service.Output;

/// <summary>How a command speaks on stdout: JSON lines to programs (--json), words to people.</summary>
internal sealed class Voice(TextWriter output, bool isJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A file or a pipe has no colours, and no edge to break a line of 64 hex digits at.
    private const int PlainWidth = 160;

    private readonly IAnsiConsole _console = CreateConsole(new AnsiConsoleOutput(output));

    public async Task SayAsync(Line line)
    {
        if (!isJson)
        {
            _console.Write(line.Words);
            _console.WriteLine();
            return;
        }

        // A program that reads the lines must not wait for a buffer to fill.
        await output.WriteLineAsync(JsonSerializer.Serialize(line, Json));
        await output.FlushAsync();
    }

    /// <summary>A remark for people only.</summary>
    public void Remark(string markup)
    {
        if (!isJson) _console.MarkupLine(markup);
    }

    /// <summary>Shows a line that changes until <paramref name="cancellation"/>; where nobody watches, it only waits.</summary>
    public async Task ShowUntilAsync(Func<Task<string>> status, TimeSpan interval, CancellationToken cancellation)
    {
        if (isJson || !_console.Profile.Capabilities.Interactive)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await _console.Status().StartAsync(await status(), async context =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(interval, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!cancellation.IsCancellationRequested) context.Status(await status());
            }
        });
    }

    private static IAnsiConsole CreateConsole(AnsiConsoleOutput output)
    {
        if (output.IsTerminal) return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });

        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
