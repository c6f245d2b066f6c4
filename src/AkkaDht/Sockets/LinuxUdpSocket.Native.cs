using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>What 64-bit Linux calls things: functions, structures and numbers of its C headers.</summary>
internal sealed unsafe partial class LinuxUdpSocket
{
    private const int Interrupted = 4; // EINTR
    private const int InputOutput = 5; // EIO
    private const int Again = 11; // EAGAIN
    private const int NoBuffers = 105; // ENOBUFS
    private const int Truncated = 0x20; // MSG_TRUNC
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const ushort AddressFamilyInternet = 2; // AF_INET
    private const int IpLevel = 0; // SOL_IP
    private const int TimeToLive = 2; // IP_TTL
    private const int MtuDiscovery = 10; // IP_MTU_DISCOVER
    private const int DoNotFragment = 3; // IP_PMTUDISC_PROBE: the bit is set, and no path is remembered as narrow
    private const int UdpLevel = 17; // SOL_UDP
    private const int CutDatagrams = 103; // UDP_SEGMENT
    private const int JoinDatagrams = 104; // UDP_GRO

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

    /// <summary>struct mmsghdr: a struct msghdr of 56 bytes, then the length of the datagram.</summary>
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
        [FieldOffset(32)]
        public Control* Control;
        [FieldOffset(40)]
        public nuint ControlLength;
        [FieldOffset(48)]
        public int Flags;
        [FieldOffset(56)]
        public uint Length;

        public readonly bool HasControl => ControlLength >= (nuint)sizeof(Control);

        /// <summary>The datagrams that this one is cut into.</summary>
        public readonly int Datagrams => HasControl && Control->Is(UdpLevel, CutDatagrams) ? ((int)Vectors->Length + Control->Value - 1) / Control->Value : 1;

        public void SetControl(Control* control)
        {
            Control = control;
            ControlLength = (nuint)sizeof(Control);
        }

        public void ClearControl() => ControlLength = 0;
    }

    /// <summary>struct cmsghdr of 16 bytes, then a number of two or four bytes, padded to 24.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    private struct Control
    {
        private const int HeaderLength = 16;

        private nuint _length;
        private int _level;
        private int _kind;

        public int Value { get; private set; }

        public static Control TimeToLive(byte hops) =>
            new() { _length = HeaderLength + sizeof(int), _level = IpLevel, _kind = LinuxUdpSocket.TimeToLive, Value = hops };

        public static Control Cut(int bytes) =>
            new() { _length = HeaderLength + sizeof(ushort), _level = UdpLevel, _kind = CutDatagrams, Value = bytes };

        public readonly bool Is(int level, int kind) => _level == level && _kind == kind;
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
