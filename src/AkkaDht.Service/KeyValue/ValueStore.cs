using System.Security.Cryptography;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Service.KeyValue;

/// <summary>
/// Values by their SHA-256. Holds at most <paramref name="maxBytes"/>, each value counted with what it costs to keep;
/// at the bound the values stored first make room.
/// </summary>
internal sealed class ValueStore(int maxBytes = ValueStore.DefaultMaxBytes)
{
    public const int DefaultMaxBytes = 16 << 20;
    private const int OverheadBytes = 128;

    private readonly Dictionary<NodeId, ReadOnlyMemory<byte>> _values = [];
    private readonly Queue<NodeId> _order = new();
    private int _bytes;

    public int Count => _values.Count;

    /// <summary>The target that <paramref name="value"/> is stored under.</summary>
    public static NodeId TargetOf(ReadOnlySpan<byte> value)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, digest);
        return NodeId.Read(digest);
    }

    public void Store(ReadOnlyMemory<byte> value)
    {
        var target = TargetOf(value.Span);
        if (Cost(value) > maxBytes || !_values.TryAdd(target, value)) return;

        _order.Enqueue(target);
        _bytes += Cost(value);
        while (_bytes > maxBytes && _values.Remove(_order.Dequeue(), out var oldest)) _bytes -= Cost(oldest);
    }

    // Written out: a null beside a ReadOnlyMemory would be an empty one.
    public ReadOnlyMemory<byte>? Find(NodeId target) => _values.TryGetValue(target, out var value) ? value : default(ReadOnlyMemory<byte>?);

    private static int Cost(ReadOnlyMemory<byte> value) => value.Length + OverheadBytes;
}
