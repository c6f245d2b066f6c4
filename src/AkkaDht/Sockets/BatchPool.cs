using System.Collections.Concurrent;

namespace AkkaDht.Sockets;

/// <summary>
/// Batches that nobody uses at the moment, shared by all sockets of the process, so that an idle socket holds no buffer.
/// Keeps at most a fixed number; more are left to the garbage collector.
/// </summary>
internal static class BatchPool
{
    private const int Kept = 64;

    /// <summary>As many as wait for one connection at most while datagrams come a few at a time.</summary>
    private const int KeptSmall = 512;

    /// <summary>A socket that is not busy reads few datagrams at a time.</summary>
    public const int SmallBytes = 4 * DatagramBatch.SlotBytes;

    /// <summary>64 datagrams one by one, or two that the system has joined from many.</summary>
    private const int LargeBytes = 64 * DatagramBatch.SlotBytes;

    private static readonly ConcurrentQueue<DatagramBatch> Small = new();
    private static readonly ConcurrentQueue<DatagramBatch> Large = new();
    private static readonly ConcurrentQueue<TransmitBatch> Transmits = new();

    public static DatagramBatch RentReceive(bool isBusy) => isBusy
        ? Large.TryDequeue(out var large) ? large : new DatagramBatch(LargeBytes)
        : Small.TryDequeue(out var small) ? small : new DatagramBatch(SmallBytes);

    public static void Return(DatagramBatch batch)
    {
        var (pool, kept) = batch.Arena.Length == LargeBytes ? (Large, Kept) : (Small, KeptSmall);
        if (pool.Count < kept) pool.Enqueue(batch);
    }

    public static TransmitBatch RentTransmit() => Transmits.TryDequeue(out var batch) ? batch : new TransmitBatch();

    public static void Return(TransmitBatch batch)
    {
        batch.Clear();
        if (Transmits.Count < Kept) Transmits.Enqueue(batch);
    }
}
