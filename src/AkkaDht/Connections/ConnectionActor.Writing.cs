using Akka.Actor;
using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Connections;

/// <summary>Writes wait here while the stream has enough of them; a writer who waits for its answers is held back so.</summary>
internal sealed partial class ConnectionActor
{
    // One who waits for a flush stands among the writes, without one of his own, until those before him are taken.
    private Queue<(IActorRef Writer, Write? Write)>? _writes;
    private Queue<(IActorRef Asker, long WrittenBytes)>? _flushers;
    private bool _isEnding;
    private bool _isClosing;
    private bool _isTransmitting;

    private int WaitingWrites => _writes?.Count ?? 0;

    // Writes that have arrived together share packets: what they bring forth leaves after the last of them.
    private void Write(Write write)
    {
        if (RefusalOf(write) is { } reason) Answer(Sender, new WriteFailed(write.Tag, reason));
        else if (WaitingWrites == 0 && _stream!.IsWritable) Take(Sender, write, Now);
        else (_writes ??= new()).Enqueue((Sender, write));

        if (_isTransmitting) return;

        _isTransmitting = true;
        Self.Tell(WritesTaken.Instance);
    }

    private WriteFailure? RefusalOf(Write write)
    {
        if (_isEnding) return WriteFailure.Ended;
        if (write.Bytes.Length > SecretStream.MaxMessageLength) return WriteFailure.TooLong;
        return WaitingWrites >= Settings.MaxWaitingWrites ? WriteFailure.TooManyWaiting : null;
    }

    // Looked at with every input: what a stream takes may also grow without its having been full.
    private void TakeWrites(Instant now)
    {
        while (WaitingWrites > 0 && _stream!.IsWritable)
        {
            var (writer, write) = _writes!.Dequeue();
            if (write is null) AwaitFlush(writer);
            else Take(writer, write, now);
        }

        if (_isEnding && WaitingWrites == 0) _stream!.WriteEnd(now);
    }

    private void Take(IActorRef writer, Write write, Instant now)
    {
        _stream!.Write(now, write.Bytes.Span);
        Answer(writer, new Written(write.Tag));
    }

    private static void Answer(IActorRef writer, object answer)
    {
        if (!writer.IsNobody()) writer.Tell(answer);
    }

    private void EndWriting()
    {
        _isEnding = _memory.IsUnwanted = true;
        if (WaitingWrites == 0) _stream!.WriteEnd(Now);
    }

    private void Close()
    {
        EndWriting();
        _isClosing = true;
        _phaseEndsAt = Now + Settings.CloseTimeout;
    }

    private void Flush()
    {
        if (WaitingWrites == 0) AwaitFlush(Sender);
        else _writes!.Enqueue((Sender, null));
    }

    private void AwaitFlush(IActorRef asker) => (_flushers ??= new()).Enqueue((asker, _stream!.WrittenBytes));

    // Each waits for what was written before he asked, so that writers who go on do not keep him waiting.
    private void TellFlushed()
    {
        if (_stream!.End is { IsClean: false }) return;

        while (_flushers?.TryPeek(out var first) == true && first.WrittenBytes <= _stream!.AcknowledgedBytes)
        {
            _flushers.Dequeue();
            first.Asker.Tell(new Flushed(true));
        }
    }

    private void FailWaiting()
    {
        while (_writes?.TryDequeue(out var waiting) == true)
            Answer(waiting.Writer, waiting.Write is { } write ? new WriteFailed(write.Tag, WriteFailure.Ended) : new Flushed(false));
        while (_flushers?.TryDequeue(out var waiting) == true) waiting.Asker.Tell(new Flushed(false));
        (_writes, _flushers) = (null, null);
    }

    private ConnectionStats Stats() => new(
        _stream?.CarrierStats ?? default,
        _stream?.QueuedBytes ?? 0,
        _stream?.UnreadBytes ?? 0,
        WaitingWrites,
        _entry?.DroppedPackets ?? 0,
        _memory.Restarts);

    /// <summary>All writes that were in the mailbox together have been taken.</summary>
    private sealed record WritesTaken
    {
        public static readonly WritesTaken Instance = new();
    }
}
