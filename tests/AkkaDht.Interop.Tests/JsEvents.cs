using System.Text.Json;

namespace AkkaDht.Interop.Tests;

/// <summary>Something that happened in a JavaScript process; <see cref="Data"/> is as in <c>watch</c> of peers/verbs.mjs or peers/streams.mjs.</summary>
internal sealed record JsEvent(string Event, int? Node, int? Stream, JsonElement Data);

/// <summary>Everything that happened in a JavaScript process, and those who wait for more.</summary>
internal sealed class JsEvents
{
    private readonly Lock _lock = new();
    private readonly List<JsEvent> _past = [];
    private readonly List<(Func<JsEvent, bool> Matches, TaskCompletionSource<JsEvent> Found)> _waiting = [];
    private Exception? _end;

    public void Add(JsEvent happened)
    {
        lock (_lock)
        {
            _past.Add(happened);
            _waiting.RemoveAll(waiter => waiter.Matches(happened) && waiter.Found.TrySetResult(happened));
        }
    }

    public Task<JsEvent> FirstAsync(Func<JsEvent, bool> matches)
    {
        lock (_lock)
        {
            if (_past.Find(happened => matches(happened)) is { } found) return Task.FromResult(found);
            if (_end is not null) return Task.FromException<JsEvent>(_end);

            var waiter = new TaskCompletionSource<JsEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((matches, waiter));
            return waiter.Task;
        }
    }

    public void Fail(Exception end)
    {
        lock (_lock)
        {
            _end = end;
            foreach (var (_, found) in _waiting) found.TrySetException(end);
            _waiting.Clear();
        }
    }
}
