using System.Text.Json;

namespace AkkaDht.Interop.Tests;

/// <summary>
/// Something that happened in a JavaScript process, to the node, stream, server or relay of that number; <see cref="Data"/> is as
/// peers/nodes.mjs, stream.mjs and hyperconnections.mjs say it.
/// </summary>
internal sealed record JsEvent(string Event, int? Node, int? Stream, int? Server, int? Relay, JsonElement Data);

/// <summary>Everything that happened in a JavaScript process, and those who wait for more.</summary>
internal sealed class JsEvents
{
    private readonly Lock _lock = new();
    private readonly List<JsEvent> _past = [];
    private readonly List<Waiter> _waiting = [];
    private Exception? _end;

    public void Add(JsEvent happened)
    {
        lock (_lock)
        {
            var isTaken = false;
            _waiting.RemoveAll(waiter =>
            {
                if (!waiter.Matches(happened) || (waiter.IsTaking && isTaken)) return false;

                isTaken |= waiter.IsTaking;
                return waiter.Found.TrySetResult(happened);
            });
            if (!isTaken) _past.Add(happened);
        }
    }

    /// <summary>The first that matches; with <paramref name="isTaking"/> nobody is told of it again.</summary>
    public Task<JsEvent> FirstAsync(Func<JsEvent, bool> matches, bool isTaking = false)
    {
        lock (_lock)
        {
            var past = _past.FindIndex(happened => matches(happened));
            if (past >= 0) return Task.FromResult(isTaking ? Take(past) : _past[past]);
            if (_end is not null) return Task.FromException<JsEvent>(_end);

            var waiter = new Waiter(matches, isTaking);
            _waiting.Add(waiter);
            return waiter.Found.Task;
        }
    }

    public void Fail(Exception end)
    {
        lock (_lock)
        {
            _end = end;
            foreach (var waiter in _waiting) waiter.Found.TrySetException(end);
            _waiting.Clear();
        }
    }

    private JsEvent Take(int index)
    {
        var taken = _past[index];
        _past.RemoveAt(index);
        return taken;
    }

    private sealed record Waiter(Func<JsEvent, bool> Matches, bool IsTaking)
    {
        public TaskCompletionSource<JsEvent> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
