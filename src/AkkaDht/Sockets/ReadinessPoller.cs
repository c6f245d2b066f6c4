using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaDht.Sockets;

/// <summary>
/// One thread that waits for all sockets of the process on 64-bit Linux (<c>epoll</c>). A socket is watched only while its
/// actor waits for it: under load, when the actor always finds something to read, the thread sleeps and no time is lost to it.
/// </summary>
internal sealed unsafe partial class ReadinessPoller
{
    private const int MaxEvents = 64;
    private const int Interrupted = 4;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;
    private const uint Readable = 0x001;
    private const uint OneShot = 1u << 30;
    private const int CloseOnExec = 0x80000;

    // struct epoll_event is packed on x64 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + sizeof(ulong);
    private static readonly Lazy<ReadinessPoller> Lazily = new(() => new ReadinessPoller());

    private readonly int _epoll;
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private Watch?[] _watches = new Watch?[16];
    private int _used;
    private uint _generation;

    private ReadinessPoller()
    {
        _epoll = Checked(epoll_create1(CloseOnExec));
        new Thread(Run) { IsBackground = true, Name = "AkkaDht sockets" }.Start();
    }

    /// <summary>The poller of this process; its thread starts with the first socket.</summary>
    public static ReadinessPoller Shared => Lazily.Value;

    /// <summary>Takes a socket in, unwatched; <paramref name="onReadable"/> is called on the poller's thread and must be short.</summary>
    public Watch Register(SafeHandle socket, Action onReadable)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var slot)) slot = _used++;
            if (slot == _watches.Length) Array.Resize(ref _watches, 2 * slot);
            var watch = new Watch(this, socket, slot, ++_generation, onReadable);
            Control(Add, watch, events: 0);
            Volatile.Write(ref _watches[slot], watch);
            return watch;
        }
    }

    private void Unregister(Watch watch)
    {
        lock (_gate)
        {
            if (_watches[watch.Slot] != watch) return;

            _watches[watch.Slot] = null;
            _free.Push(watch.Slot);
            Control(Delete, watch, events: 0);
        }
    }

    [SkipLocalsInit]
    private void Control(int operation, Watch watch, uint events)
    {
        var change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, events);
        Unsafe.WriteUnaligned(change + DataOffset, watch.Key);
        Checked(epoll_ctl(_epoll, operation, watch.Socket, change));
    }

    private void Run()
    {
        var events = stackalloc byte[MaxEvents * EventSize];
        while (true)
        {
            var count = epoll_wait(_epoll, events, MaxEvents, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted) Checked(count);
            for (var i = 0; i < count; i++) Notify(Unsafe.ReadUnaligned<ulong>(events + (i * EventSize) + DataOffset));
        }
    }

    // A socket may have gone, and its slot may be another's, since the system reported it.
    private void Notify(ulong key)
    {
        var watch = Volatile.Read(ref Volatile.Read(ref _watches)[(int)(uint)key]);
        if (watch?.Key == key) watch.OnReadable();
    }

    private static int Checked(int result) => result >= 0 ? result : throw new SocketException(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_ctl(int epoll, int operation, SafeHandle socket, byte* change);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_wait(int epoll, byte* events, int maxEvents, int timeout);

    /// <summary>A socket's place with the poller.</summary>
    internal sealed class Watch(ReadinessPoller poller, SafeHandle socket, int slot, uint generation, Action onReadable) : IDisposable
    {
        public SafeHandle Socket => socket;
        public int Slot => slot;
        public ulong Key => (ulong)generation << 32 | (uint)slot;
        public Action OnReadable => onReadable;

        /// <summary>Asks for one call as soon as something can be read, also if that is so already.</summary>
        public void Arm() => poller.Control(Modify, this, Readable | OneShot);

        /// <summary>Before the socket closes: no call follows, but for one that is under way.</summary>
        public void Dispose() => poller.Unregister(this);
    }
}
