using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>A UDP socket on 64-bit Linux: one system call moves a whole batch (<c>recvmmsg</c>, <c>sendmmsg</c>), and one thread waits for all sockets.</summary>
internal sealed unsafe partial class LinuxUdpSocket : UdpSocket
{
    /// <summary>Room for the longest datagram that the system joins from several (UDP_GRO).</summary>
    private const int JoinedBytes = 64 * 1024;

    /// <summary>Joined datagrams read with one call.</summary>
    private const int JoinedAtOnce = 2;

    private readonly ReadinessPoller.Watch _watch;
    private Action? _onReadable;
    private bool _cannotJoin;

    public LinuxUdpSocket(PeerAddress address, SocketSettings settings) : base(address, settings)
    {
        _canCut = TryGetOption(UdpLevel, CutDatagrams);
        TrySetOption(IpLevel, MtuDiscovery, DoNotFragment);
        _watch = ReadinessPoller.Shared.Register(Socket.SafeHandle, () => _onReadable!());
    }

    public static bool IsSupported => OperatingSystem.IsLinux() && sizeof(nint) == 8;

    // Systems before Linux 5.0 do not join.
    public override bool IsJoining
    {
        get;
        set
        {
            if (field == value || _cannotJoin) return;
            _cannotJoin = !TrySetOption(UdpLevel, JoinDatagrams, value ? 1 : 0);
            field = value && !_cannotJoin;
        }
    }

    public override bool Receive(DatagramBatch batch) => IsJoining ? ReceiveJoined(batch) : ReceiveSlots(batch);

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

    [SkipLocalsInit]
    private bool ReceiveSlots(DatagramBatch batch)
    {
        var slots = batch.Slots;
        var headers = stackalloc MessageHeader[slots];
        var vectors = stackalloc Vector[slots];
        var senders = stackalloc InternetAddress[slots];
        fixed (byte* arena = batch.Arena)
        {
            for (var i = 0; i < slots; i++)
            {
                vectors[i] = new Vector { Base = arena + (i * DatagramBatch.SlotBytes), Length = DatagramBatch.SlotBytes };
                headers[i] = new MessageHeader { Name = senders + i, NameLength = (uint)sizeof(InternetAddress), Vectors = vectors + i, VectorCount = 1 };
            }

            var received = ReceiveMany(headers, slots);
            for (var i = 0; i < received; i++)
            {
                if ((headers[i].Flags & Truncated) != 0) batch.DropOversized();
                else batch.Keep(i * DatagramBatch.SlotBytes, (int)headers[i].Length, senders[i].ToPeerAddress());
            }

            return received == slots;
        }
    }

    // Short datagrams leave room enough to ask again and again.
    private bool ReceiveJoined(DatagramBatch batch)
    {
        Invariant.That(batch.Room.Length >= JoinedBytes, "joined datagrams are received into a large batch");
        while (batch.Room.Length >= JoinedBytes && batch.Count < batch.Slots)
        {
            var wanted = Math.Min(batch.Room.Length / JoinedBytes, JoinedAtOnce);
            if (ReceiveJoined(batch, wanted) < wanted) return false;
        }

        return true;
    }

    [SkipLocalsInit]
    private int ReceiveJoined(DatagramBatch batch, int wanted)
    {
        var headers = stackalloc MessageHeader[JoinedAtOnce];
        var vectors = stackalloc Vector[JoinedAtOnce];
        var senders = stackalloc InternetAddress[JoinedAtOnce];
        var controls = stackalloc Control[JoinedAtOnce];
        var start = batch.Arena.Length - batch.Room.Length;
        fixed (byte* arena = batch.Arena)
        {
            for (var i = 0; i < wanted; i++)
            {
                vectors[i] = new Vector { Base = arena + start + (i * JoinedBytes), Length = JoinedBytes };
                headers[i] = new MessageHeader { Name = senders + i, NameLength = (uint)sizeof(InternetAddress), Vectors = vectors + i, VectorCount = 1 };
                headers[i].SetControl(controls + i);
            }

            var received = ReceiveMany(headers, wanted);
            for (var i = 0; i < received; i++) Keep(batch, start + (i * JoinedBytes), in headers[i], senders[i].ToPeerAddress());
            return received;
        }
    }

    private static void Keep(DatagramBatch batch, int start, in MessageHeader header, PeerAddress from)
    {
        var length = (int)header.Length;
        if ((header.Flags & Truncated) != 0)
        {
            batch.DropOversized();
            return;
        }

        // What is short moves up to the one before it, so that there is room for more.
        if (length < JoinedBytes / 2)
        {
            var room = batch.Arena.Length - batch.Room.Length;
            batch.Arena.AsSpan(start, length).CopyTo(batch.Room);
            start = room;
        }

        var each = header.HasControl && header.Control->Is(UdpLevel, JoinDatagrams) ? header.Control->Value : length;
        for (var end = start + length; start < end; start += each) batch.Keep(start, Math.Min(each, end - start), from);
        if (length == 0) batch.Keep(start, 0, from);
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

    private bool TryGetOption(int level, int option)
    {
        try
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            return Socket.GetRawSocketOption(level, option, value) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private bool TrySetOption(int level, int option, int value)
    {
        try
        {
            Socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
