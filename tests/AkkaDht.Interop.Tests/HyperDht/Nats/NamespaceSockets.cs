using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using AkkaDht.Sockets;

namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>
/// Makes the sockets of a node in another network namespace than that of the process: a thread goes there to make one, and a socket
/// stays where it was made.
/// </summary>
internal sealed partial class NamespaceSockets(string networkNamespace) : IDatagramSocketFactory
{
    private const int CloneNewNet = 0x40000000;

    public IDatagramSocket Bind(PeerAddress address, SocketSettings settings)
    {
        IDatagramSocket? socket = null;
        ExceptionDispatchInfo? failure = null;

        // The thread is never seen again: no other work may find itself in that namespace.
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                socket = UdpSocketFactory.Instance.Bind(address, settings);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return socket!;
    }

    private void Enter()
    {
        using var handle = File.OpenHandle($"/run/netns/{networkNamespace}");
        if (SetNamespace(handle, CloneNewNet) != 0) throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle handle, int kind);
}
