using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>
/// What the sockets' supervisor keeps over a restart. It outlives the incarnation instead of being told to the next one,
/// because what waits in the mailbox by then may be newer. Written and read by that supervisor alone.
/// </summary>
internal sealed class SocketsMemory
{
    /// <summary>Where the server socket was bound last.</summary>
    public PeerAddress? Server { get; set; }

    /// <summary>Where the client socket was bound last.</summary>
    public PeerAddress? Client { get; set; }

    /// <summary>The number of the latest socket of the pool: a number names one socket for as long as the node lives.</summary>
    public int LastPooled { get; set; } = SocketRole.FirstPooled - 1;

    /// <summary>Whether the node wants its sockets bound.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether both sockets have been bound once, so that a port which is taken later is only somebody else's for a while.</summary>
    public bool HasOpened { get; set; }
}
