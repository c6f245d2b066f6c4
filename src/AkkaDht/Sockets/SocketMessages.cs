using AkkaDht.Protocol;

namespace AkkaDht.Sockets;

/// <summary>What the sockets of a node are told and tell; received and sent datagrams travel as <see cref="DatagramBatch"/> and <see cref="TransmitBatch"/>.</summary>
internal static class SocketMessages
{
    /// <summary>Told to the sockets' supervisor: bind both sockets; <see cref="Opened"/> or <see cref="OpenFailed"/> follows.</summary>
    public sealed record Open : ICommand
    {
        public static readonly Open Instance = new();
    }

    /// <summary>Told to the sockets' supervisor: close both sockets; <see cref="Closed"/> follows.</summary>
    public sealed record Close : ICommand
    {
        public static readonly Close Instance = new();
    }

    /// <summary>Both sockets are bound, for the first time or again; told to the node.</summary>
    public sealed record Opened(PeerAddress Server, PeerAddress Client) : IEvent;

    /// <summary>A socket could not be bound and will not be tried again; told to the node.</summary>
    public sealed record OpenFailed(string Reason) : IEvent;

    /// <summary>Both sockets are closed; told to the node.</summary>
    public sealed record Closed : IEvent
    {
        public static readonly Closed Instance = new();
    }

    /// <summary>
    /// Anybody wants a socket of the pool and is its first holder; answered with <see cref="PooledOpened"/> or
    /// <see cref="PooledRefused"/>. What is one byte long and arrives on it is told to that holder as <see cref="Probed"/>.
    /// </summary>
    public sealed record OpenPooled : IAsk<PooledOpened>
    {
        public static readonly OpenPooled Instance = new();
    }

    /// <summary>A socket of the pool is bound; told to who wanted it.</summary>
    public sealed record PooledOpened(SocketRole Role, PeerAddress Local) : IEvent;

    /// <summary>There is no further socket; told to who wanted one.</summary>
    public sealed record PooledRefused(string Reason) : IEvent;

    /// <summary>Anybody needs a socket of the pool that somebody else may give back, until it says <see cref="Release"/> or stops.</summary>
    public sealed record Hold(SocketRole Role) : ICommand;

    /// <summary>A holder does not need a socket of the pool any more; without a holder it closes, if <paramref name="Lingers"/> a while later.</summary>
    public sealed record Release(SocketRole Role, bool Lingers = false) : ICommand;

    /// <summary>A socket actor has (re)started and asks its supervisor where to bind.</summary>
    public sealed record Ready(SocketRole Role) : IEvent;

    /// <summary>The supervisor's answer to <see cref="Ready"/>: the ports to try in order, 0 for any.</summary>
    public sealed record Bind(IReadOnlyList<ushort> Ports) : ICommand;

    /// <summary>A socket actor is bound; told to its supervisor and to whoever receives its datagrams. The sender takes <see cref="TransmitBatch"/>es.</summary>
    public sealed record Bound(SocketRole Role, PeerAddress Local) : IEvent;

    /// <summary>A socket actor could not bind to any of the ports; told to its supervisor.</summary>
    public sealed record BindFailed(SocketRole Role, string Reason) : IEvent;
}
