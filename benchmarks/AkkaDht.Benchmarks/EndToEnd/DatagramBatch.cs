using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AkkaDht.Benchmarks.EndToEnd;

/// <summary>
/// Room for many datagrams that one system call sends or receives (Linux sendmmsg, recvmmsg) on a connected socket:
/// a generator that pays a call per datagram is slower than what it measures.
/// </summary>
internal sealed unsafe partial class DatagramBatch : IDisposable
{
    private const int SlotBytes = 2048;
    private const int DoNotWait = 0x40;

    private readonly byte* _slots;
    private readonly IoVector* _vectors;
    private readonly MessageHeader* _headers;

    public DatagramBatch(int capacity)
    {
        Capacity = capacity;
        _slots = (byte*)NativeMemory.AllocZeroed((nuint)capacity, SlotBytes);
        _vectors = (IoVector*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(IoVector));
        _headers = (MessageHeader*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(MessageHeader));
        for (var i = 0; i < capacity; i++)
        {
            _vectors[i] = new IoVector { Base = _slots + i * SlotBytes, Length = SlotBytes };
            _headers[i] = new MessageHeader { Vectors = _vectors + i, VectorCount = 1, Length = 0 };
        }
    }

    public int Capacity { get; }

    /// <summary>Puts a datagram into the slot with that number, to be sent.</summary>
    public Span<byte> Set(int slot, ReadOnlySpan<byte> datagram)
    {
        var bytes = new Span<byte>(_slots + slot * SlotBytes, datagram.Length);
        datagram.CopyTo(bytes);
        _vectors[slot].Length = (nuint)datagram.Length;
        return bytes;
    }

    /// <summary>The datagram that was received into the slot with that number.</summary>
    public ReadOnlySpan<byte> Received(int slot) => new(_slots + slot * SlotBytes, (int)_headers[slot].Length);

    /// <summary>Sends the first <paramref name="count"/> slots; answers how many the system took.</summary>
    public int Send(Socket socket, int count) => Math.Max(0, SendMany((int)socket.Handle, _headers, (uint)count, DoNotWait));

    /// <summary>Fills slots with what is waiting, without waiting for more; answers how many.</summary>
    public int Receive(Socket socket) => Math.Max(0, ReceiveMany((int)socket.Handle, _headers, (uint)Capacity, DoNotWait, null));

    public void Dispose()
    {
        NativeMemory.Free(_slots);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_headers);
    }

    [LibraryImport("libc", EntryPoint = "sendmmsg")]
    private static partial int SendMany(int socket, MessageHeader* headers, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int ReceiveMany(int socket, MessageHeader* headers, uint count, int flags, void* timeout);

    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    // struct mmsghdr of a 64-bit Linux: where the bytes are, and how many the system moved. The socket is connected: no address.
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct MessageHeader
    {
        [FieldOffset(16)] public IoVector* Vectors;
        [FieldOffset(24)] public nuint VectorCount;
        [FieldOffset(56)] public uint Length;
    }
}
