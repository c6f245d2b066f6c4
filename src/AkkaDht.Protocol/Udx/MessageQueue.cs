using System.Buffers;

namespace AkkaDht.Protocol.Udx;

/// <summary>Unordered messages that wait to be sent, copied into pooled arrays; bounded by whoever adds.</summary>
internal sealed class MessageQueue
{
    private Queue<(byte[] Bytes, int Length)>? _messages;

    public bool IsEmpty => _messages is null || _messages.Count == 0;

    /// <summary>False when <paramref name="most"/> messages wait already.</summary>
    public bool TryAdd(ReadOnlySpan<byte> message, int most)
    {
        _messages ??= new Queue<(byte[] Bytes, int Length)>(1);
        if (_messages.Count >= most) return false;

        var bytes = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(bytes);
        _messages.Enqueue((bytes, message.Length));
        return true;
    }

    /// <summary>Writes the oldest message; returns its length.</summary>
    public int Take(Span<byte> destination)
    {
        var (bytes, length) = _messages!.Dequeue();
        bytes.AsSpan(0, length).CopyTo(destination);
        ArrayPool<byte>.Shared.Return(bytes);
        return length;
    }

    public void Clear()
    {
        while (!IsEmpty)
        {
            ArrayPool<byte>.Shared.Return(_messages!.Dequeue().Bytes);
        }
    }
}
