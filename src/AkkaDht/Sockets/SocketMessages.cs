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

    /// <summary>A socket actor has (re)started and asks its supervisor where to bind.</summary>
    public sealed record Ready(SocketRole Role) : IEvent;

    /// <summary>The supervisor's answer to <see cref="Ready"/>: the ports to try in order, 0 for any.</summary>
    public sealed record Bind(IReadOnlyList<ushort> Ports) : ICommand;

    /// <summary>A socket actor is bound; told to its supervisor and to whoever receives its datagrams. The sender takes <see cref="TransmitBatch"/>es.</summary>
    public sealed record Bound(SocketRole Role, PeerAddress Local) : IEvent;

    /// <summary>A socket actor could not bind to any of the ports; told to its supervisor.</summary>
    public sealed record BindFailed(SocketRole Role, string Reason) : IEvent;
}
