namespace AkkaDht.Protocol.SecretStreams;

/// <summary>A message that a <see cref="SecretStream"/> has decrypted in the pooled buffer of its frame; whoever takes it returns it, once.</summary>
public readonly struct ReceivedMessage
{
    private readonly byte[]? _frame;
    private readonly int _length;

    internal ReceivedMessage(byte[]? frame, int length) => (_frame, _length) = (frame, length);

    /// <summary>The message; until <see cref="Return"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _frame.AsMemory(_length > 0 ? FrameWriter.TagLength : 0, _length);

    /// <summary>Gives the buffer back to the pool. One that is not given back is left to the garbage collector.</summary>
    public void Return()
    {
        if (_frame is not null) BufferPool.Return(_frame);
    }
}
