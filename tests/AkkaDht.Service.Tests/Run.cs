using System.Text;
using System.Text.Json;
using AkkaDht.Service.Commands;

namespace AkkaDht.Service.Tests;

/// <summary>A run of the command inside the test process, with what it says.</summary>
internal sealed class Run : IAsyncDisposable
{
    private readonly CancellationTokenSource _ctrlC = new();
    private readonly LineCatcher _output = new();
    private readonly StringWriter _errors = new();
    private readonly Task<int> _exit;

    private Run(string[] args) => _exit = Task.Run(() => CommandLine.RunAsync(args, _output, _errors, _ctrlC.Token));

    public string Errors => _errors.ToString();

    public string Output => _output.ToString();

    /// <summary>The lines said so far, as JSON.</summary>
    public IReadOnlyList<JsonElement> Events =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Starts a command that runs until Ctrl-C.</summary>
    public static Run Start(params string[] args) => new(args);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Run> ToEndAsync(params string[] args)
    {
        var run = new Run(args);
        await run.ExitAsync();
        return run;
    }

    /// <summary>The exit code, once the command has ended.</summary>
    public Task<int> ExitAsync() => _exit.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>What Ctrl-C does; answers with the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await _ctrlC.CancelAsync();
        return await ExitAsync();
    }

    /// <summary>The first line, once it has been said, as JSON; fails when the command ends without one.</summary>
    public async Task<JsonElement> FirstEventAsync()
    {
        await Task.WhenAny(_output.FirstLine, _exit).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(_output.FirstLine.IsCompletedSuccessfully, $"No line was said. {Errors}");
        return JsonDocument.Parse(await _output.FirstLine).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await InterruptAsync();
        _ctrlC.Dispose();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
    }

    private sealed class LineCatcher : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Encoding Encoding => Encoding.UTF8;

        public Task<string> FirstLine => _firstLine.Task;

        public override void Write(char value)
        {
            lock (_text)
            {
                if (value == '\n') _firstLine.TrySetResult(_text.ToString());
                _text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (_text) return _text.ToString();
        }
    }
}
