using Akka.Actor;
using Akka.Event;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Servers;

/// <summary>
/// Servers: key pairs that peers connect to. <see cref="Listen"/> goes to the node, everything else to the server. Its owner hears
/// <see cref="Listening"/> or <see cref="ListenFailed"/>, <see cref="Accepted"/> for each connection, and <see cref="Closed"/>.
/// </summary>
public static class ServerMessages
{
    /// <summary>Anybody wants a server; its owner is told <see cref="Listening"/> once it is announced, or <see cref="ListenFailed"/>.</summary>
    public sealed record Listen(ServerSpec Spec) : ICommand;

    /// <summary>The server is announced, and peers find it by its key; told to the owner.</summary>
    /// <param name="Server">Takes the other messages.</param>
    /// <param name="PublicKey">What peers connect to.</param>
    public sealed record Listening(IActorRef Server, PublicKey PublicKey) : IEvent;

    /// <summary>There is no server; told to who would have owned it.</summary>
    public sealed record ListenFailed(ListenError Error) : IEvent;

    /// <summary>A client has been let in and there is a way to it; told to the owner before anything else of the connection.</summary>
    /// <param name="Connection">The connection; its owner is the server's.</param>
    /// <param name="PublicKey">Who the client is.</param>
    /// <param name="From">Where it is, as the node between saw it or as its packet came from.</param>
    public sealed record Accepted(IActorRef Connection, PublicKey PublicKey, PeerAddress From) : IEvent;

    /// <summary>The owner wants the server announced anew.</summary>
    public sealed record Refresh : ICommand
    {
        /// <summary>The only one.</summary>
        public static readonly Refresh Instance = new();
    }

    /// <summary>The owner wants the server closed: its announcements are taken back, its connections stay. <see cref="Closed"/> follows.</summary>
    public sealed record Close : ICommand, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly Close Instance = new();
    }

    /// <summary>The server is no more; the last that the owner is told.</summary>
    public sealed record Closed : IEvent
    {
        /// <summary>The only one.</summary>
        public static readonly Closed Instance = new();
    }

    /// <summary>Anybody asks where the server is announced; answered with <see cref="Relays"/>.</summary>
    public sealed record GetRelays : IAsk<Relays>
    {
        /// <summary>The only one.</summary>
        public static readonly GetRelays Instance = new();
    }

    /// <summary>Where a server is announced.</summary>
    /// <param name="Nodes">The nodes that pass handshakes on, each with the server's address as it sees it.</param>
    /// <param name="Addresses">Where clients may begin, to save the search: the server itself when anybody can reach it, then those nodes.</param>
    public sealed record Relays(IReadOnlyList<RelayInfo> Nodes, IReadOnlyList<PeerAddress> Addresses) : IEvent;

    /// <summary>The node says that it is online or offline, or that its address has changed.</summary>
    internal sealed record NetworkUpdated : IEvent
    {
        public static readonly NetworkUpdated Instance = new();
    }

    /// <summary>The node or the server goes to sleep; <see cref="HasLeft"/> follows.</summary>
    internal sealed record Suspend : ICommand
    {
        public static readonly Suspend Instance = new();
    }

    /// <summary>The node or the server goes on.</summary>
    internal sealed record Resume : ICommand
    {
        public static readonly Resume Instance = new();
    }

    /// <summary>The node ends: every server closes; <see cref="HasLeft"/> follows.</summary>
    internal sealed record CloseAll : ICommand
    {
        public static readonly CloseAll Instance = new();
    }

    /// <summary>Nothing is announced any more; told by an announcer to its server, by a server to its supervisor, and by that to the node.</summary>
    internal sealed record HasLeft : IEvent
    {
        public static readonly HasLeft Instance = new();
    }

    /// <summary>A round of announcing is over; told by an announcer to its server.</summary>
    internal sealed record HasAnnounced : IEvent
    {
        public static readonly HasAnnounced Instance = new();
    }

    /// <summary>A handshake is under way no more: its connection is open, or there will be none; told by a session to its server.</summary>
    internal sealed record Settled(NodeId Handshake) : IEvent;

    /// <summary>A handshake is met with silence; told by a session to its server.</summary>
    internal sealed record Refused(NodeId Handshake) : IEvent;
}

/// <summary>Why there is no server.</summary>
public enum ListenError
{
    /// <summary>Another server of the node has this key pair (KEYPAIR_ALREADY_USED).</summary>
    KeyPairInUse,

    /// <summary>As many servers listen as the node allows (<c>akkadht.servers.max-servers</c>).</summary>
    TooManyServers,

    /// <summary>The key pair has no seed, and so cannot sign announcements.</summary>
    CannotSign,

    /// <summary>The node is suspended.</summary>
    Suspended,

    /// <summary>The node has ended, or was started without HyperDHT (NODE_DESTROYED).</summary>
    NodeEnded,
}
