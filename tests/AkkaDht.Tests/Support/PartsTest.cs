using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaDht.Driving;
using AkkaDht.Lifecycle;
using AkkaDht.Persistence;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Servers;
using AkkaDht.Sockets;
using AkkaDht.Supervision;

namespace AkkaDht.Tests.Support;

/// <summary>
/// A test of one part of a node: probes stand for its neighbours and its parent, and time passes only when the test says so.
/// </summary>
public abstract class PartsTest : TestKit
{
    private const string Quiet = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        """;

    private NodeParts? _parts;

    protected PartsTest() : base(Quiet)
    {
        Parent = CreateTestProbe("parent");
        Node = CreateTestProbe("node");
        Sockets = CreateTestProbe("sockets");
        Requests = CreateTestProbe("requests");
        Table = CreateTestProbe("table");
        Queries = CreateTestProbe("queries");
        Bootstrap = CreateTestProbe("bootstrap");
        Lifecycle = CreateTestProbe("lifecycle");
        Records = CreateTestProbe("records");
        Connects = CreateTestProbe("connects");
        Servers = CreateTestProbe("servers");
    }

    private protected static ICryptoSuite Crypto { get; } = CryptoSuites.Select(CryptoSuites.Managed);

    protected TestProbe Parent { get; }
    protected TestProbe Node { get; }
    protected TestProbe Sockets { get; }
    protected TestProbe Requests { get; }
    protected TestProbe Table { get; }
    protected TestProbe Queries { get; }
    protected TestProbe Bootstrap { get; }
    protected TestProbe Lifecycle { get; }
    protected TestProbe Records { get; }
    protected TestProbe Connects { get; }
    protected TestProbe Servers { get; }

    private protected ManualTime Time { get; } = new();

    /// <summary>What the part is told about its node; a test may replace it before it first uses <see cref="Parts"/>.</summary>
    protected DhtNodeSettings Settings { get; set; } = new() { CryptoSuite = CryptoSuites.Managed, IsHyperDht = false };

    private protected NodeParts Parts => _parts ??= CreateParts();

    /// <summary>Lets time pass, for clocks and timers alike.</summary>
    protected void Advance(TimeSpan by)
    {
        Time.Advance(by);
        ((TestScheduler)Sys.Scheduler).Advance(by);
    }

    /// <summary>Creates the part as a child of <see cref="Parent"/>, which restarts it when it fails.</summary>
    protected IActorRef Start(Props props, string name) =>
        Parent.ChildActorOf(props, name, new OneForOneStrategy(_ => Directive.Restart));

    /// <summary>The identity of a node whose id is <paramref name="id"/>.</summary>
    private protected static NodeIdentity IdentityOf(NodeId id, bool isEphemeral = true, bool isFirewalled = true) =>
        new(new RoutingTable(id), isEphemeral, isFirewalled);

    /// <summary>The node that lives at <paramref name="address"/>.</summary>
    private protected static Node NodeAt(PeerAddress address) => new(NodeIdCache.Compute(Crypto, address), address);

    /// <summary>The node on the loopback port <paramref name="port"/>.</summary>
    private protected static Node NodeAt(ushort port) => NodeAt(PeerAddress.Loopback(port));

    private NodeParts CreateParts()
    {
        var lifecycle = new NodeLifecycle(Settings.Lifecycle, Crypto, new SystemRandom());
        return new NodeParts
        {
            Settings = Settings,
            Clock = new Clock(Time),
            Crypto = Crypto,
            Node = Node.Ref,
            Admission = new AdmissionDesk(Settings.Servers.Admission, new SystemRandom()),
            PunchGate = new RandomPunchGate(),
            KeyPair = KeyPair.Generate(Crypto, new SystemRandom()),
            State = NodeState.Open(Settings, Crypto),
            Identity = IdentityOf(default),
            View = LifecycleView.Of(lifecycle),
            Streams = new StreamTable(Settings.Connections.MaxConnections),
            Sockets = Sockets.Ref,
            Requests = Requests.Ref,
            Table = Table.Ref,
            Queries = Queries.Ref,
            Bootstrap = Bootstrap.Ref,
            Lifecycle = Lifecycle.Ref,
            Records = Records.Ref,
            Connects = Connects.Ref,
            Servers = Servers.Ref,
        };
    }
}
