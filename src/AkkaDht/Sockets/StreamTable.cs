using System.Buffers.Binary;
using System.Collections.Concurrent;
using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>
/// The streams of a node by their local ids, looked up by both sockets for every packet (05-udx.md A6). Holds at most
/// <paramref name="capacity"/>. Written by connections, read by sockets.
/// </summary>
internal sealed class StreamTable(int capacity)
{
    private readonly ConcurrentDictionary<uint, StreamEntry> _entries = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => Count == 0;

    public StreamEntry? Find(uint id) => _entries.GetValueOrDefault(id);

    /// <summary>Gives <paramref name="owner"/> an id that no other stream has; null when the table is full.</summary>
    public StreamEntry? Add(IRandomSource random, IActorRef owner, int maxWaitingPackets)
    {
        if (!TryCount()) return null;

        Span<byte> number = stackalloc byte[sizeof(uint)];
        while (true)
        {
            random.Fill(number);
            var entry = new StreamEntry(BinaryPrimitives.ReadUInt32LittleEndian(number), owner, maxWaitingPackets);
            if (_entries.TryAdd(entry.Id, entry)) return entry;
        }
    }

    /// <summary>Gives <paramref name="owner"/> the id <paramref name="id"/>; null when another stream has it, or the table is full.</summary>
    public StreamEntry? Add(uint id, IActorRef owner, int maxWaitingPackets)
    {
        if (!TryCount()) return null;

        var entry = new StreamEntry(id, owner, maxWaitingPackets);
        if (_entries.TryAdd(id, entry)) return entry;

        Interlocked.Decrement(ref _count);
        return null;
    }

    /// <summary>The id is free again; packets that still come for it are plain datagrams.</summary>
    public void Remove(StreamEntry entry)
    {
        if (_entries.TryRemove(new(entry.Id, entry))) Interlocked.Decrement(ref _count);
    }

    private bool TryCount()
    {
        if (Interlocked.Increment(ref _count) <= capacity) return true;

        Interlocked.Decrement(ref _count);
        return false;
    }
}
