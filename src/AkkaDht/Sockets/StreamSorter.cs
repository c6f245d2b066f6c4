using System.Runtime.InteropServices;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Sockets;

/// <summary>
/// Takes the packets of known streams out of what a socket has read and hands them to their connections. A batch of one
/// stream alone, which is the rule while much arrives, is handed over as it is; packets of a mixed or nearly empty one are copied.
/// </summary>
internal sealed class StreamSorter(StreamTable streams, SocketRole role)
{
    private readonly Dictionary<StreamEntry, DatagramBatch> _filling = [];

    /// <summary>What remains of <paramref name="batch"/>, which is not the sorter's any more; null when nothing does.</summary>
    public DatagramBatch? Sort(DatagramBatch batch)
    {
        if (batch.Count > 0 && !batch.IsSparse && Find(batch[0]) is { } only && IsAllOf(only, batch))
        {
            only.HandOver(batch);
            return null;
        }

        if (!streams.IsEmpty) TakeOut(batch);
        if (batch.Count > 0) return batch;

        BatchPool.Return(batch);
        return null;
    }

    private StreamEntry? Find(ReadOnlySpan<byte> datagram) => PacketHeader.TryReadId(datagram, out var id) ? streams.Find(id.Value) : null;

    private static bool IsAllOf(StreamEntry entry, DatagramBatch batch)
    {
        for (var i = 1; i < batch.Count; i++)
            if (!PacketHeader.TryReadId(batch[i], out var id) || id.Value != entry.Id) return false;
        return true;
    }

    private void TakeOut(DatagramBatch batch)
    {
        var kept = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (Find(batch[i]) is { } entry) Copy(entry, batch.From(i), batch[i]);
            else batch.Move(i, kept++);
        }

        batch.Truncate(kept);
        foreach (var (entry, filled) in _filling) entry.HandOver(filled);
        _filling.Clear();
    }

    private void Copy(StreamEntry entry, PeerAddress from, ReadOnlySpan<byte> packet)
    {
        ref var filling = ref CollectionsMarshal.GetValueRefOrAddDefault(_filling, entry, out _);
        filling ??= Rent(isBusy: false);
        if (filling.TryAdd(from, packet)) return;

        // More than a few packets are likely to be many.
        entry.HandOver(filling);
        filling = Rent(isBusy: true);
        filling.TryAdd(from, packet);
    }

    private DatagramBatch Rent(bool isBusy)
    {
        var batch = BatchPool.RentReceive(isBusy);
        batch.Begin(role);
        return batch;
    }
}
