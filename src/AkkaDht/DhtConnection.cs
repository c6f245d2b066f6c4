using System.IO.Pipelines;
using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht;

/// <summary>
/// A connection to a peer for people who would rather await than tell. One write is one message on the other side. Reads and
/// writes may go on at the same time; of each kind one at a time is under way, but for writes by several callers, which go in turn.
/// </summary>
public sealed class DhtConnection : IAsyncDisposable
{
    private readonly ConnectionReader.Desk _desk;
    private readonly IActorRef _reader;
    private readonly IActorRef _connection;
    private readonly int _roomBytes;
    private ConnectionMessages.Received? _current;
    private int _returnedBytes;
    private Stream? _stream;

    internal DhtConnection(ConnectionReader.Desk desk, IActorRef reader, ConnectionMessages.Opening opening)
    {
        _desk = desk;
        _reader = reader;
        _connection = opening.Connection;
        _roomBytes = opening.RoomBytes;
        LocalId = opening.LocalId;
    }

    /// <summary>The connection's actor: takes the messages of <see cref="ConnectionMessages"/>, its owner's among them.</summary>
    public IActorRef Actor => _connection;

    /// <summary>The stream id that the peer's packets are to carry.</summary>
    public StreamId LocalId { get; }

    /// <summary>Who the peer is; known once it is open.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public PublicKey RemotePublicKey => Opened.RemoteKey;

    /// <summary>64 bytes that both sides share and nobody else knows; known once it is open.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet.</exception>
    public ReadOnlyMemory<byte> HandshakeHash => Opened.HandshakeHash;

    /// <summary>Completes with the end of the connection and says how it came.</summary>
    public Task<EndReason> Completion => _desk.Ended.Task;

    /// <summary>Messages as bytes: reading runs over their borders.</summary>
    public PipeReader Input => field ??= PipeReader.Create(AsStream(), new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));

    /// <summary>Bytes as messages: each flush is at least one.</summary>
    public PipeWriter Output => field ??= PipeWriter.Create(AsStream(), new StreamPipeWriterOptions(leaveOpen: true));

    private ConnectionMessages.Opened Opened =>
        _desk.Opened.Task.IsCompletedSuccessfully ? _desk.Opened.Task.Result : throw new InvalidOperationException("The connection is not open yet.");

    /// <summary>Says where the peer is and how keys are agreed on, if what it was made from did not.</summary>
    public void Connect(StreamRoute route, KeyAgreement keys) => _connection.Tell(new ConnectionMessages.Connect(route, keys), _reader);

    /// <summary>Returns when messages may be written.</summary>
    /// <exception cref="ConnectionException">It ended before.</exception>
    public Task OpenedAsync(CancellationToken cancellationToken = default) => _desk.Opened.Task.WaitAsync(cancellationToken);

    /// <summary>Writes one message; returns when it was taken and more are welcome. It is not to be changed before.</summary>
    /// <exception cref="ConnectionException">The connection ended, or the message is too long.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> message) => _desk.Writes.Tell(_connection, message, _reader);

    /// <summary>Reads the next message, which stays as it is until the next read; null when the peer has ended.</summary>
    /// <exception cref="ConnectionException">The connection ended before the peer did.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReturnCurrent();
        while (await _desk.Messages.Reader.WaitToReadAsync(cancellationToken))
        {
            if (!_desk.Messages.Reader.TryRead(out var received)) continue;

            _current = received;
            return received.Bytes;
        }

        return null;
    }

    /// <summary>Sends a message that may be lost, doubled or overtaken, if it fits into a packet; it is not to be changed any more.</summary>
    public void Send(ReadOnlyMemory<byte> message) => _connection.Tell(new ConnectionMessages.Send(message), _reader);

    /// <summary>Reads the next unordered message; null when the connection has ended. Of those that come while nobody reads the last 64 are kept.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadUnorderedAsync(CancellationToken cancellationToken = default)
    {
        while (await _desk.Unordered.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_desk.Unordered.Reader.TryRead(out var unordered)) return unordered.Bytes;
        }

        return null;
    }

    /// <summary>Returns true when the peer has acknowledged everything written before, false when the connection ended first.</summary>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken = default) =>
        await AskAsync<ConnectionMessages.Flushed>(ConnectionMessages.Flush.Instance, cancellationToken) is { HasArrived: true };

    /// <summary>How the connection fares; null when it has ended.</summary>
    public Task<ConnectionStats?> GetStatsAsync(CancellationToken cancellationToken = default) =>
        AskAsync<ConnectionStats>(ConnectionMessages.GetConnectionStats.Instance, cancellationToken);

    /// <summary>Writes nothing more; the peer learns of it, and reading goes on.</summary>
    public void End() => _connection.Tell(ConnectionMessages.End.Instance, _reader);

    /// <summary>Gives the connection up; what has not arrived is lost.</summary>
    public void Abort() => _connection.Tell(ConnectionMessages.Abort.Instance, _reader);

    /// <summary>Writes nothing more, drops what still comes, and returns with the end of the connection. Whoever is reading is told the end.</summary>
    public async Task<EndReason> CloseAsync(CancellationToken cancellationToken = default)
    {
        BeginClose();
        try
        {
            await DropMessagesAsync(cancellationToken);
        }
        catch (ConnectionException)
        {
            // How it ended is what is returned.
        }

        return await Completion.WaitAsync(cancellationToken);
    }

    /// <summary>The connection as a stream: reading runs over the borders of messages, writing cuts what is long into several.</summary>
    public Stream AsStream() => _stream ??= new ConnectionStream(this);

    /// <summary>Closes the connection if it is still there.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync();

    internal static async Task<DhtConnection> OpenAsync(DhtNode node, ConnectionSpec spec, CancellationToken cancellationToken)
    {
        if (spec.IsLasting || spec.Owner is not null) throw new ArgumentException("A lasting connection, or one with an owner, is opened with a message.", nameof(spec));

        var desk = new ConnectionReader.Desk();
        var reader = node.System.ActorOf(ConnectionReader.Props(node.Actor, spec, desk));
        try
        {
            return await desk.Handle.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            node.System.Stop(reader);
            throw;
        }
    }

    /// <summary>Writes nothing more, and does not wait for the end: if the peer does not end in time, the connection does.</summary>
    internal void BeginClose() => _connection.Tell(ConnectionMessages.Close.Instance, _reader);

    // The message that was read last is left alone: somebody may still be looking at it.
    private async Task DropMessagesAsync(CancellationToken cancellationToken)
    {
        while (await _desk.Messages.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_desk.Messages.Reader.TryRead(out var dropped))
            {
                _connection.Tell(new ConnectionMessages.Demand(dropped.Cost), _reader);
                dropped.Return();
            }
        }
    }

    private void ReturnCurrent()
    {
        if (_current is not { } read) return;

        _current = null;
        Demand(read.Cost);
        read.Return();
    }

    // Room is given back in pieces that are worth a message.
    private void Demand(int bytes)
    {
        _returnedBytes += bytes;
        if (_returnedBytes < _roomBytes / 4) return;

        _connection.Tell(new ConnectionMessages.Demand(_returnedBytes), _reader);
        _returnedBytes = 0;
    }

    // A connection that has ended answers nothing.
    private async Task<TAnswer?> AskAsync<TAnswer>(object message, CancellationToken cancellationToken) where TAnswer : class
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = _connection.Ask<TAnswer>(message, either.Token);
        if (await Task.WhenAny(answer, Completion) == answer) return await answer;

        await either.CancelAsync();
        return null;
    }
}
