using Akka.Actor;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Driving;
using AkkaDht.Lifecycle;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Relaying;
using AkkaDht.Requests;
using AkkaDht.Routing;
using AkkaDht.Servers;
using AkkaDht.Sockets;

namespace AkkaDht.Supervision;

/// <summary>
/// Who is who in one node. The supervisor fills it in before anybody is told anything, so that an actor which is restarted
/// finds its neighbours where it left them; only <see cref="Identity"/> and <see cref="View"/> change later.
/// </summary>
internal sealed class NodeParts
{
    private volatile NodeIdentity _identity = null!;
    private volatile LifecycleView _view = null!;

    public required DhtNodeSettings Settings { get; init; }
    public required Clock Clock { get; init; }
    public required ICryptoSuite Crypto { get; init; }
    public required IActorRef Node { get; init; }

    /// <summary>Who the node is to peers, unless a server or an attempt is somebody else.</summary>
    public required KeyPair KeyPair { get; init; }

    /// <summary>What the node began with, and what of it lasts.</summary>
    public required NodeState State { get; init; }

    public SocketCounters ServerCounters { get; } = new();
    public SocketCounters ClientCounters { get; } = new();
    public QueryCounters QueryCounters { get; } = new();
    public RoutingCounters RoutingCounters { get; } = new();
    public RecordCounters RecordCounters { get; } = new();
    public ConnectionCounters ConnectionCounters { get; } = new();
    public RelayCounters RelayCounters { get; } = new();
    public ConnectCounters ConnectCounters { get; } = new();
    public ListenCounters ListenCounters { get; } = new();

    /// <summary>What all handshakes with servers of the node pass before they are worked on.</summary>
    public required AdmissionDesk Admission { get; init; }

    /// <summary>What all random hole punches of the node pass.</summary>
    public required RandomPunchGate PunchGate { get; init; }

    /// <summary>The addresses of the machine. Written by the node and by who tries them; attempts and sessions read it.</summary>
    public LocalAddressBook LocalAddresses { get; } = new();

    /// <summary>The streams of the node. Their supervisor's; the sockets read it.</summary>
    public required StreamTable Streams { get; init; }

    /// <summary>Who sends. The sockets' supervisor's; connections read it.</summary>
    public SocketRefs SocketRefs { get; } = new();

    public PoolCounters PoolCounters { get; } = new();

    /// <summary>Where a socket counts its datagrams; those of the pool each by itself, for nobody.</summary>
    public SocketCounters CountersOf(SocketRole role) =>
        role == SocketRole.Server ? ServerCounters : role == SocketRole.Client ? ClientCounters : new SocketCounters();

    /// <summary>What <see cref="Requests"/> keeps over its restarts. Its own.</summary>
    public RequestsMemory RequestsMemory { get; } = new();

    /// <summary>What <see cref="Records"/> keeps over its restarts. Its own.</summary>
    public RecordsMemory RecordsMemory { get; } = new();

    /// <summary>What <see cref="Sockets"/> keeps over its restarts. Its own.</summary>
    public SocketsMemory SocketsMemory { get; } = new();

    public IActorRef Sockets { get; set; } = ActorRefs.Nobody;
    public IActorRef Requests { get; set; } = ActorRefs.Nobody;
    public IActorRef Table { get; set; } = ActorRefs.Nobody;
    public IActorRef Queries { get; set; } = ActorRefs.Nobody;
    public IActorRef Lifecycle { get; set; } = ActorRefs.Nobody;
    public IActorRef Bootstrap { get; set; } = ActorRefs.Nobody;
    public IActorRef Connections { get; set; } = ActorRefs.Nobody;
    public IActorRef Records { get; set; } = ActorRefs.Nobody;
    public IActorRef Connects { get; set; } = ActorRefs.Nobody;
    public IActorRef Servers { get; set; } = ActorRefs.Nobody;
    public IActorRef Announcements { get; set; } = ActorRefs.Nobody;
    public IActorRef StateKeeper { get; set; } = ActorRefs.Nobody;

    /// <summary>The id that an address hashes to in the node's network.</summary>
    public NodeId IdOf(PeerAddress address) => ThreadIds.Of(Crypto, address, Settings.Lifecycle.Network);

    /// <summary>What the node knows of itself, for an attempt or a session that begins.</summary>
    public PeerVantage Vantage() => new()
    {
        RemoteAddress = View.RemoteAddress,
        LocalAddresses = LocalAddresses.All,
        RequestSocket = View.Identity.RequestSocket,
        IsFirewalled = View.Identity.IsFirewalled,
    };

    /// <summary>What the lifecycle knows. Set by the lifecycle, read by anybody.</summary>
    public LifecycleView View
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>What the node is now. Set by the routing table, read by anybody; its table is read without asking.</summary>
    public NodeIdentity Identity
    {
        get => _identity;
        set => _identity = value;
    }
}
