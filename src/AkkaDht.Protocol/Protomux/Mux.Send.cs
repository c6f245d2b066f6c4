using AkkaDht.Protocol.Compact;

namespace AkkaDht.Protocol.Protomux;

// Messages become frames here, or items of a batch while it is corked.
public sealed partial class Mux
{
    private readonly FrameQueue _unsent = new();
    private uint _batchChannel;
    private int _corks;
    private bool _hasFilled;

    /// <summary>Whether a writer may go on; otherwise <see cref="MuxEventKind.Drained"/> says when.</summary>
    public bool IsWritable => !_isOver && _unsent.Length < _settings.HighWaterBytes;

    /// <summary>From now on everything goes into one frame, until <see cref="Uncork"/> has been called as often as this.</summary>
    public void Cork() => _corks++;

    /// <summary>Ends the frame that <see cref="Cork"/> began; one that nothing was written into is none.</summary>
    public void Uncork()
    {
        Invariant.That(_corks > 0, "a cork is drawn as often as it was put in");
        if (--_corks == 0) FinishBatch();
    }

    /// <summary>Takes the next frame for the carrier. Its bytes stay as they are until something else is written or taken.</summary>
    public bool TryTakeFrame(out ReadOnlyMemory<byte> frame)
    {
        var isTaken = _unsent.TryTake(out frame);
        if (_hasFilled && IsWritable)
        {
            _hasFilled = false;
            _events.Enqueue(new MuxEvent(MuxEventKind.Drained));
        }

        return isTaken;
    }

    internal bool TryReserve(MuxChannel channel, ulong type, int length, out Span<byte> payload)
    {
        payload = default;
        var item = CompactWriter.MeasureUInt(type) + length;
        if (channel.IsClosed || MeasureBatch(channel.LocalId, item) > _settings.MaxFrameBytes) return false;

        _hasFilled |= _unsent.Length + item >= _settings.HighWaterBytes;
        if (_unsent.Length + item > _settings.MaxUnsentBytes) return false;

        var writer = new CompactWriter(_corks > 0 ? ExtendBatch(channel.LocalId, item) : _unsent.Extend(CompactWriter.MeasureUInt(channel.LocalId) + item));
        if (_corks == 0) writer.WriteUInt(channel.LocalId);
        writer.WriteUInt(type);
        payload = writer.Take(length);
        if (_corks == 0) _unsent.Finish();
        return true;
    }

    private void WriteOpen(MuxChannel channel)
    {
        var spec = channel.Spec;
        var length = CompactWriter.MeasureUInt(channel.LocalId) + CompactWriter.MeasureString(spec.Protocol)
            + CompactWriter.MeasureBuffer(spec.Id.Length) + spec.Handshake.Length;
        Invariant.That(MeasureBatch(0, 1 + length) <= _settings.MaxFrameBytes, "an open fits into a frame");
        var writer = BeginControl(OpenType, length);
        writer.WriteUInt(channel.LocalId);
        writer.WriteString(spec.Protocol);
        writer.WriteBuffer(spec.Id.Span);
        writer.WriteRaw(spec.Handshake.Span);
        EndControl();
    }

    private void WriteReject(ulong remoteId) => WriteControl(RejectType, remoteId);

    private void WriteClose(uint localId) => WriteControl(CloseType, localId);

    private void WriteControl(ulong type, ulong id)
    {
        BeginControl(type, CompactWriter.MeasureUInt(id)).WriteUInt(id);
        EndControl();
    }

    private CompactWriter BeginControl(ulong type, int length)
    {
        var writer = new CompactWriter(_corks > 0 ? ExtendBatch(0, 1 + length) : _unsent.Extend(2 + length));
        if (_corks == 0) writer.WriteUInt(0);
        writer.WriteUInt(type);
        return writer;
    }

    private void EndControl()
    {
        if (_corks == 0) _unsent.Finish();
        if (_unsent.Length > _settings.MaxUnsentBytes) Fail(MuxError.TooMuchUnsent);
    }

    // Room for an item behind its length; channel 0 carries control messages.
    private Span<byte> ExtendBatch(uint channel, int item)
    {
        var batch = _unsent.GrowingLength;
        if (batch >= _settings.MaxBatchBytes || batch + MeasureBatch(channel, item) > _settings.MaxFrameBytes) FinishBatch();

        var isFirst = _unsent.GrowingLength == 0;
        var isOther = isFirst || channel != _batchChannel;
        var head = (isFirst ? 1 : 0) + (isOther ? 1 + CompactWriter.MeasureUInt(channel) : 0) + CompactWriter.MeasureUInt((ulong)item);
        var writer = new CompactWriter(_unsent.Extend(head + item));
        if (isFirst) writer.WriteUInt(BatchType);
        if (isOther)
        {
            writer.WriteUInt(0);
            writer.WriteUInt(channel);
        }

        writer.WriteUInt((ulong)item);
        _batchChannel = channel;
        return writer.Take(item);
    }

    private void FinishBatch()
    {
        if (_unsent.GrowingLength > 0) _unsent.Finish();
    }

    private static int MeasureBatch(uint channel, int item) =>
        2 + CompactWriter.MeasureUInt(channel) + CompactWriter.MeasureUInt((ulong)item) + item;
}
