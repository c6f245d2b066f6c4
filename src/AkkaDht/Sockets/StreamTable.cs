using System.Buffers.Binary;
using System.Collections.Concurrent;
using Akka.Actor;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>
/// The streams of a node by their local ids, looked up by both sockets for every packet (05-udx.md A6). Holds at most
/// <paramref name="capacity"/>. Written by the connections' supervisor, read by the sockets.
/// </summary>
internal sealed class StreamTable(int capacity)
{
    private readonly ConcurrentDictionary<uint, StreamEntry> _entries = [];
    private volatile int _count;

    public bool IsEmpty => _count == 0;

    public bool IsFull => _count >= capacity;

    public int Count => _count;

    public StreamEntry? Find(uint id) => _entries.GetValueOrDefault(id);

    /// <summary>Gives <paramref name="owner"/> an id that no other stream has; null when the table is full.</summary>
    public StreamEntry? Add(IRandomSource random, IActorRef owner, int maxWaitingPackets)
    {
        if (IsFull) return null;

        Span<byte> number = stackalloc byte[sizeof(uint)];
        while (true)
        {
            random.Fill(number);
            var entry = new StreamEntry(BinaryPrimitives.ReadUInt32LittleEndian(number), owner, maxWaitingPackets);
            if (!_entries.TryAdd(entry.Id, entry)) continue;

            _count = _entries.Count;
            return entry;
        }
    }

    /// <summary>The id is free again; packets that still come for it are plain datagrams.</summary>
    public void Remove(StreamEntry entry)
    {
        _entries.TryRemove(new(entry.Id, entry));
        _count = _entries.Count;
    }
}
