using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A UDP socket on 64-bit Linux: one system call moves a whole batch (<c>recvmmsg</c>, <c>sendmmsg</c>), and one thread waits for all sockets.</summary>
internal sealed unsafe partial class LinuxUdpSocket : UdpSocket
{
    private const int Again = 11;
    private const int Interrupted = 4;
    private const int DontWait = 0x40;
    private const int Truncated = 0x20;
    private const ushort AddressFamilyInternet = 2;

    private readonly ReadinessPoller.Watch _watch;
    private Action? _onReadable;

    public LinuxUdpSocket(PeerAddress address, SocketSettings settings) : base(address, settings) =>
        _watch = ReadinessPoller.Shared.Register(Socket.SafeHandle, () => _onReadable!());

    public static bool IsSupported => OperatingSystem.IsLinux() && sizeof(nint) == 8;

    [SkipLocalsInit]
    public override int Receive(DatagramBatch batch)
    {
        var headers = stackalloc MessageHeader[batch.Capacity];
        var vectors = stackalloc Vector[batch.Capacity];
        var senders = stackalloc InternetAddress[batch.Capacity];
        fixed (byte* arena = batch.Arena)
        {
            for (var i = 0; i < batch.Capacity; i++)
            {
                vectors[i] = new Vector { Base = arena + (i * DatagramBatch.SlotBytes), Length = DatagramBatch.SlotBytes };
                headers[i] = new MessageHeader { Name = senders + i, NameLength = (uint)sizeof(InternetAddress), Vectors = vectors + i, VectorCount = 1 };
            }

            var received = ReceiveMany(headers, batch.Capacity);
            for (var i = 0; i < received; i++)
                if ((headers[i].Flags & Truncated) == 0) batch.Keep(i, (int)headers[i].Length, senders[i].ToPeerAddress());
            return received;
        }
    }

    [SkipLocalsInit]
    public override int Send(TransmitBatch batch)
    {
        var headers = stackalloc MessageHeader[batch.Count];
        var vectors = stackalloc Vector[batch.Count];
        var receivers = stackalloc InternetAddress[batch.Count];
        var taken = 0;
        var count = 0;
        fixed (byte* arena = batch.Arena)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var entry = batch[i];
                if (entry.Ttl != 0)
                {
                    if (SendSingly(batch.Datagram(i), entry.To, entry.Ttl)) taken++;
                    continue;
                }

                receivers[count] = InternetAddress.Of(entry.To);
                vectors[count] = new Vector { Base = arena + entry.Start, Length = (nuint)entry.Length };
                headers[count] = new MessageHeader { Name = receivers + count, NameLength = (uint)sizeof(InternetAddress), Vectors = vectors + count, VectorCount = 1 };
                count++;
            }

            return taken + SendMany(headers, count);
        }
    }

    public override void NotifyReadable(Action onReadable)
    {
        _onReadable = onReadable;
        _watch.Arm();
    }

    public override void Dispose()
    {
        _watch.Dispose();
        base.Dispose();
    }

    private int ReceiveMany(MessageHeader* headers, int count)
    {
        while (true)
        {
            var received = recvmmsg(Socket.SafeHandle, headers, (uint)count, DontWait, null);
            if (received >= 0) return received;

            switch (Marshal.GetLastPInvokeError())
            {
                case Again: return 0;
                case Interrupted: break;
                case var error: throw new SocketException(error);
            }
        }
    }

    // The call stops at a datagram that the system does not take (no route, buffer full): that one is lost and the rest goes on.
    private int SendMany(MessageHeader* headers, int count)
    {
        var taken = 0;
        for (var next = 0; next < count;)
        {
            var sent = sendmmsg(Socket.SafeHandle, headers + next, (uint)(count - next), DontWait);
            if (sent < 0 && Marshal.GetLastPInvokeError() == Interrupted) continue;

            taken += Math.Max(sent, 0);
            next += Math.Max(sent, 1);
        }

        return taken;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int recvmmsg(SafeHandle socket, MessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sendmmsg(SafeHandle socket, MessageHeader* messages, uint count, int flags);

    /// <summary>struct iovec.</summary>
    private struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr of 64-bit Linux: a struct msghdr of 56 bytes, then the length of the datagram.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct MessageHeader
    {
        [FieldOffset(0)]
        public InternetAddress* Name;
        [FieldOffset(8)]
        public uint NameLength;
        [FieldOffset(16)]
        public Vector* Vectors;
        [FieldOffset(24)]
        public nuint VectorCount;
        [FieldOffset(48)]
        public int Flags;
        [FieldOffset(56)]
        public uint Length;
    }

    /// <summary>struct sockaddr_in, padded to 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct InternetAddress
    {
        public ushort Family;
        public ushort Port;
        public uint Host;

        public static InternetAddress Of(PeerAddress address) => new()
        {
            Family = AddressFamilyInternet,
            Port = BinaryPrimitives.ReverseEndianness(address.Port),
            Host = BinaryPrimitives.ReverseEndianness(address.Host),
        };

        public readonly PeerAddress ToPeerAddress() => new(BinaryPrimitives.ReverseEndianness(Host), BinaryPrimitives.ReverseEndianness(Port));
    }
}
