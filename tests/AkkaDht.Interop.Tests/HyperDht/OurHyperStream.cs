using System.Text.RegularExpressions;
using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Interop.Tests.Connections;

namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>One end of a connection of ours; it reads all the time, and counts what it reads.</summary>
internal sealed partial class OurHyperStream : IHyperStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DhtConnection _connection;
    private readonly Lock _lock = new();
    private readonly Tally _read = new();
    private readonly List<(int Messages, TaskCompletionSource<JsTally> Read)> _waiting = [];

    public OurHyperStream(DhtConnection connection, bool isEchoing)
    {
        _connection = connection;
        _ = ReadOnAsync(isEchoing);
    }

    public Task OpenedAsync() => _connection.OpenedAsync().WaitAsync(Patience);

    public async Task<string> FailedAsync()
    {
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => _connection.OpenedAsync().WaitAsync(Patience));
        return Humps().Replace($"{failed.Attempt!.Error}", "_").ToUpperInvariant();
    }

    public Task<string> RemoteKeyAsync() => Task.FromResult(_connection.RemotePublicKey.ToHex());

    public async Task<PeerAddress> RemoteAddressAsync() =>
        (await _connection.Actor.Ask<ConnectionMessages.CurrentPath>(ConnectionMessages.GetPath.Instance, Patience)).Address!.Value;

    public async Task<JsTally> WriteAsync(JsWriting what)
    {
        using var written = new Tally();
        foreach (var message in what.Compose())
        {
            written.Add(message);
            await _connection.WriteAsync(message).WaitAsync(Patience);
        }

        return written.Sum();
    }

    public Task<JsTally> ReadAsync(int messages)
    {
        lock (_lock)
        {
            if (_read.Messages >= messages) return Task.FromResult(_read.Sum());

            var waiter = new TaskCompletionSource<JsTally>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((messages, waiter));
            return waiter.Task.WaitAsync(Patience);
        }
    }

    public Task EndAsync()
    {
        _connection.End();
        return Task.CompletedTask;
    }

    public async Task<bool> ClosedAsync() => (await _connection.Completion.WaitAsync(Patience)).IsClean;

    private async Task ReadOnAsync(bool isEchoing)
    {
        try
        {
            while (await _connection.ReadAsync() is { } message)
            {
                Add(message.Span);
                if (isEchoing) await _connection.WriteAsync(message.ToArray());
            }

            if (isEchoing) _connection.End();
        }
        catch (ConnectionException)
        {
            // What the end was is told to those who ask.
        }
    }

    private void Add(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            _read.Add(message);
            _waiting.RemoveAll(waiter => waiter.Messages <= _read.Messages && waiter.Read.TrySetResult(_read.Sum()));
        }
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Humps();
}
