using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Protomux;

/// <summary>
/// Frames are read here, one event at a time.
/// <code>
/// data      uint channel | uint type | payload
/// control   00 | type | body
/// batch     00 | 00 | uint channel | items:  uint length | type | payload, or  00 | uint channel
/// </code>
/// A channel is called by the sender's own number.
/// </summary>
public sealed partial class Mux
{
    private readonly Batch[] _batches;
    private ReadOnlyMemory<byte> _frame;
    private int _depth;
    private bool _isReading;
    private MuxChannel? _replaying;
    private int _keptMessages;
    private long _keptBytes;
    private long _framesReceived;
    private long _messagesIgnored;

    /// <summary>Whether the frame that is being read held several messages, whose answers leave together.</summary>
    public bool IsAnsweringBatch { get; private set; }

    /// <summary>A frame has arrived. It is read, and so must stay as it is, until every event has been taken.</summary>
    public void HandleFrame(ReadOnlyMemory<byte> frame)
    {
        Invariant.That(!_isReading && _replaying is null, "every event of a frame is taken before the next frame");
        _framesReceived++;
        if (_isOver || frame.IsEmpty) return;

        (_frame, _isReading) = (frame, true);
    }

    /// <summary>Takes what has happened, one thing at a time; false when that is all, and the answers are whole frames.</summary>
    public bool TryTakeEvent(out MuxEvent happened)
    {
        while (true)
        {
            if (TryReplay(out happened)) return true;
            if (_events.TryDequeue(out happened))
            {
                if (happened is { Kind: MuxEventKind.Opened, Channel.Kept: not null }) _replaying = happened.Channel;
                return true;
            }

            if (!_isReading) break;
            if (ReadNext(out happened)) return true;
        }

        if (IsAnsweringBatch) EndAnswering();
        return false;
    }

    private void EndAnswering()
    {
        IsAnsweringBatch = false;
        Uncork();
    }

    private void StopReading() => (_frame, _isReading, _depth, _replaying) = (default, false, 0, null);

    private bool TryReplay(out MuxEvent happened)
    {
        happened = default;
        if (_replaying is not { } channel) return false;

        while (channel.Kept is { Count: > 0 } kept)
        {
            var (type, payload) = kept.Take();
            CountKept(-1, -KeptMessages.CostOf(payload.Length));
            if (!HasType(channel, type)) continue;

            happened = new MuxEvent(MuxEventKind.Received, channel, type, payload);
            return true;
        }

        channel.Kept = null;
        _replaying = null;
        return false;
    }

    // True when it was a message; what else happened is among the events.
    private bool ReadNext(out MuxEvent happened)
    {
        happened = default;
        if (_depth > 0) return ReadItemOfBatch(out happened);

        var reader = new CompactReader(_frame.Span);
        if (reader.TryReadUInt(out var channel)) ReadItem(channel, reader.Position, _frame.Length, out happened);
        else Fail(MuxError.Malformed);

        if (_depth == 0) StopReadingFrame();
        return happened.Channel is not null;
    }

    private bool ReadItemOfBatch(out MuxEvent happened)
    {
        happened = default;
        ref var batch = ref _batches[_depth - 1];
        var reader = new CompactReader(_frame.Span[batch.Position..batch.End]);
        if (reader.Remaining == 0)
        {
            if (--_depth == 0) StopReadingFrame();
            return false;
        }

        if (!reader.TryReadUInt(out var length) || (length == 0 && !reader.TryReadUInt(out batch.Channel)))
        {
            Fail(MuxError.Malformed);
            return false;
        }

        // A length beyond the batch is cut to it.
        var start = batch.Position + reader.Position;
        batch.Position = start + (int)Math.Min(length, (ulong)reader.Remaining);
        if (length == 0) return false;

        if (batch.Position < batch.End) BeginAnswering();
        ReadItem(batch.Channel, start, batch.Position, out happened);
        return happened.Channel is not null;
    }

    private void StopReadingFrame() => (_frame, _isReading) = (default, false);

    private void BeginAnswering()
    {
        if (IsAnsweringBatch) return;

        IsAnsweringBatch = true;
        Cork();
    }

    private void ReadItem(ulong id, int start, int end, out MuxEvent happened)
    {
        happened = default;
        var reader = new CompactReader(_frame.Span[start..end]);
        if (!reader.TryReadUInt(out var type))
        {
            Fail(MuxError.Malformed);
            return;
        }

        start += reader.Position;
        if (id == 0)
        {
            ReadControl(type, start, end);
            return;
        }

        var (channel, request) = id <= (ulong)_remote.Count ? _remote[(int)id - 1] : default;
        if (request is not null) Keep(request, type, _frame.Span[start..end]);
        else if (channel is null || !HasType(channel, type)) _messagesIgnored++;
        else happened = new MuxEvent(MuxEventKind.Received, channel, type, _frame[start..end]);
    }

    private static bool HasType(MuxChannel channel, ulong type) => type < (ulong)channel.Spec.MessageTypes;

    private void BeginBatch(int start, int end)
    {
        var reader = new CompactReader(_frame.Span[start..end]);
        if (!reader.TryReadUInt(out var channel)) Fail(MuxError.Malformed);
        else if (_depth == _batches.Length) Fail(MuxError.BatchTooDeep);
        else _batches[_depth++] = new Batch { Channel = channel, Position = start + reader.Position, End = end };
    }

    private void Keep(ChannelRequest request, ulong type, ReadOnlySpan<byte> payload)
    {
        var kept = request.Kept ??= new KeptMessages();
        var cost = KeptMessages.CostOf(payload.Length);
        if (kept.Count >= _settings.MaxKeptMessagesPerChannel || kept.Cost + cost > _settings.MaxKeptBytesPerChannel
            || _keptMessages >= _settings.MaxKeptMessages || _keptBytes + cost > _settings.MaxKeptBytes)
        {
            Fail(MuxError.TooMuchKept);
            return;
        }

        kept.Add(type, payload);
        CountKept(1, cost);
    }

    private void ForgetKept(KeptMessages? kept)
    {
        if (kept is not null) CountKept(-kept.Count, -kept.Cost);
    }

    private void CountKept(int messages, long bytes)
    {
        _keptMessages += messages;
        _keptBytes += bytes;
    }

    /// <summary>A batch that is being read: where in the frame, and for which channel.</summary>
    private struct Batch
    {
        public ulong Channel;
        public int Position;
        public int End;
    }
}
