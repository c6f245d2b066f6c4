using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using AkkaDht.Service.Commands;
using AkkaDht.Service.Streams;

namespace AkkaDht.Service.Tests;

/// <summary>A run of the command inside the test process, with what it says.</summary>
internal sealed class Run : IAsyncDisposable
{
    private readonly CancellationTokenSource _ctrlC = new();
    private readonly LineCatcher _output = new();
    private readonly LineCatcher _errors = new();
    private readonly Pipe _input = new();
    private readonly Pipe _bytes = new();
    private readonly Task<int> _exit;

    private Run(string[] args)
    {
        var streams = new StandardStreams(_input.Reader.AsStream(), _bytes.Writer.AsStream());
        _exit = Task.Run(() => CommandLine.RunAsync(args, _output, _errors, _ctrlC.Token, streams));
    }

    public string Errors => _errors.ToString();

    /// <summary>What the command reads as bytes.</summary>
    public PipeWriter Input => _input.Writer;

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

    /// <summary>Gives the command a text to read; with <paramref name="isLast"/> nothing follows.</summary>
    public async Task TypeAsync(string text, bool isLast = false)
    {
        await Input.WriteAsync(Encoding.UTF8.GetBytes(text));
        if (isLast) await Input.CompleteAsync();
    }

    /// <summary>Reads as many bytes as <paramref name="text"/> has of what the command wrote, which are that text.</summary>
    public async Task WroteAsync(string text)
    {
        var expected = Encoding.UTF8.GetBytes(text);
        var bytes = await _bytes.Reader.ReadAtLeastAsync(expected.Length).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(text, Encoding.UTF8.GetString(bytes.Buffer.Slice(0, Math.Min(expected.Length, bytes.Buffer.Length))));
        _bytes.Reader.AdvanceTo(bytes.Buffer.GetPosition(expected.Length));
    }

    /// <summary>What Ctrl-C does; answers with the exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await _ctrlC.CancelAsync();
        return await ExitAsync();
    }

    /// <summary>The first line, once it has been said, as JSON; fails when the command ends without one.</summary>
    public async Task<JsonElement> FirstEventAsync()
    {
        var said = SaidAsync("\n");
        await Task.WhenAny(said, _exit);
        Assert.True(said.IsCompletedSuccessfully, $"No line was said. {Errors}");
        return Events[0];
    }

    /// <summary>Waits until <paramref name="text"/> has been said on stderr.</summary>
    public Task ComplainedAsync(string text) => _errors.SaidAsync(text).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Waits until <paramref name="text"/> has been said.</summary>
    public Task SaidAsync(string text) => _output.SaidAsync(text).WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await InterruptAsync();
        _ctrlC.Dispose();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
    }

    /// <summary>Keeps what is written, and tells those who wait for a text when it has come.</summary>
    private sealed class LineCatcher : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly List<(string Text, TaskCompletionSource Said)> _waiting = [];

        public override Encoding Encoding => Encoding.UTF8;

        public Task SaidAsync(string text)
        {
            lock (_text)
            {
                var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((text, said));
                TellThoseWaiting();
                return said.Task;
            }
        }

        public override void Write(char value)
        {
            lock (_text)
            {
                _text.Append(value);
                if (value == '\n') TellThoseWaiting();
            }
        }

        public override string ToString()
        {
            lock (_text) return _text.ToString();
        }

        private void TellThoseWaiting()
        {
            var text = _text.ToString();
            _waiting.RemoveAll(waiter => text.Contains(waiter.Text, StringComparison.Ordinal) && waiter.Said.TrySetResult());
        }
    }
}
