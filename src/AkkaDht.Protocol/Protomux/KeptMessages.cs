namespace AkkaDht.Protocol.Protomux;

/// <summary>Messages that came for a channel before this side had opened it, in order and copied. Bounded by <see cref="MuxSettings"/>.</summary>
internal sealed class KeptMessages
{
    private const int FirstRoom = 256;

    private readonly Queue<(ulong Type, int Start, int Length)> _messages = new();
    private byte[] _bytes = [];
    private int _used;

    public int Count => _messages.Count;

    /// <summary>What they count for, as in the reference.</summary>
    public long Cost { get; private set; }

    public static int CostOf(int length) => 512 + length;

    public void Add(ulong type, ReadOnlySpan<byte> payload)
    {
        if (_bytes.Length - _used < payload.Length) Array.Resize(ref _bytes, Math.Max(Math.Max(FirstRoom, 2 * _bytes.Length), _used + payload.Length));
        payload.CopyTo(_bytes.AsSpan(_used));
        _messages.Enqueue((type, _used, payload.Length));
        _used += payload.Length;
        Cost += CostOf(payload.Length);
    }

    /// <summary>The next one. Its bytes stay as they are: none is added any more once the first has been taken.</summary>
    public (ulong Type, ReadOnlyMemory<byte> Payload) Take()
    {
        var (type, start, length) = _messages.Dequeue();
        Cost -= CostOf(length);
        return (type, _bytes.AsMemory(start, length));
    }
}
