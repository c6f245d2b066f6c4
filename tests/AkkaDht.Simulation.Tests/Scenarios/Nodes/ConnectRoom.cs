#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Connections;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Servers;
using AkkaDht.Simulation.Nats;
using AkkaDht.Simulation.Nodes;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>A town, and nodes in places of their own: <c>open</c>, behind one NAT (<c>consistent</c>, <c>random</c>) or behind two (<c>double</c>).</summary>
internal sealed class ConnectRoom : IDisposable
{
    // Those of a node that is not connected to anybody.
    private const int SocketsOfANode = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DeterministicRuntime _runtime;
    private readonly List<SimMachine> _machines = [];

    public ConnectRoom(DeterministicRuntime runtime, LinkConditions? conditions = null)
    {
        _runtime = runtime;
        Town = new SimTown(runtime, conditions: conditions ?? new() { Delay = TimeSpan.FromMilliseconds(15), Jitter = TimeSpan.FromMilliseconds(10) });
    }

    public SimTown Town { get; }

    /// <summary>How long the last call took.</summary>
    public TimeSpan Took { get; private set; }

    public void Dispose() => Town.Dispose();

    /// <summary>Starts a node in a place of its own.</summary>
    public DhtNode Settle(string place) => Settle(place, Place(place));

    /// <summary>Starts a node on <paramref name="machine"/>.</summary>
    public DhtNode Settle(string place, SimMachine machine, Func<DhtNodeSettings, DhtNodeSettings>? change = null)
    {
        _machines.Add(machine);
        DhtNode node = null!;
        _runtime.Await(async () =>
        {
            node = await Town.StartAsync(machine, $"{place}-{_machines.Count}", settings =>
            {
                settings = settings with { Lifecycle = settings.Lifecycle with { IsFirewalled = place != "open" } };
                return change?.Invoke(settings) ?? settings;
            });
            await node.FullyBootstrappedAsync();
        });
        return node;
    }

    /// <summary>Starts a node that relays for others, behind nothing, and returns its machine and its key once peers can find it.</summary>
    public (SimMachine Machine, PublicKey Key) SettleRelay()
    {
        var machine = Place("open");
        var relay = Settle("open", machine, settings => settings with { Relaying = new() { IsRelay = true } });
        var key = default(PublicKey);
        _runtime.Await(async () => key = (await relay.GetKeyPairAsync()).PublicKey);
        _runtime.RunFor(TimeSpan.FromSeconds(10));
        return (machine, key);
    }

    /// <summary>Listens, and returns when the server is announced.</summary>
    public EchoServer Listen(DhtNode node, ServerSpec? spec = null)
    {
        var server = new EchoServer(node, spec);
        Until(() => server.PublicKey is not null || server.Error is not null);
        Assert.Null(server.Error);
        return server;
    }

    /// <summary>Begins to connect.</summary>
    public static Caller Dial(DhtNode node, EchoServer server, Func<PeerSpec, PeerSpec>? change = null)
    {
        var peer = new PeerSpec(server.PublicKey!.Value);
        return new Caller(node, change?.Invoke(peer) ?? peer);
    }

    /// <summary>Connects, and returns when there is an answer or none will come.</summary>
    public Caller Call(DhtNode node, EchoServer server, Func<PeerSpec, PeerSpec>? change = null)
    {
        var start = _runtime.Elapsed;
        var caller = Dial(node, server, change);
        Until(() => caller.HasOutcome);
        Took = _runtime.Elapsed - start;
        return caller;
    }

    /// <summary>Where the packets of a call go.</summary>
    public PeerAddress? PathOf(Caller caller)
    {
        PeerAddress? path = null;
        _runtime.Await(async () => path = await caller.GetPathAsync());
        return path;
    }

    /// <summary>Nothing reaches the machine at <paramref name="host"/> any more, or leaves it.</summary>
    public void Unplug(uint host) => _machines.Single(machine => machine.Host == host).IsUnplugged = true;

    /// <summary>Nothing reaches the nodes any more that a server is announced at, or leaves them.</summary>
    public IReadOnlyList<SimMachine> UnplugRelaysOf(EchoServer server, int count = int.MaxValue)
    {
        IReadOnlyList<PeerAddress> relays = [];
        _runtime.Await(async () => relays = await server.GetRelaysAsync());
        SimMachine[] unplugged = [.. Town.Machines.Where(machine => relays.Any(relay => relay.Host == machine.Host)).Take(count)];
        foreach (var machine in unplugged) machine.IsUnplugged = true;
        return unplugged;
    }

    /// <summary>Lets things happen until a condition holds, which is soon.</summary>
    public void Until(Func<bool> condition) => Assert.True(_runtime.RunUntil(condition, Limit), $"not within {Limit}");

    /// <summary>Ends calls and their server; a minute later no socket is open but those that every node has, and no actor has failed.</summary>
    public void AssertNothingIsLeft(EchoServer server, params Caller[] callers)
    {
        foreach (var caller in callers) caller.Close();
        server.Close();
        Until(() => server.IsClosed && server.Open == 0 && callers.All(caller => caller.End is not null));
        _runtime.RunFor(TimeSpan.FromMinutes(1));
        Assert.All(_machines, machine => Assert.Equal(SocketsOfANode, machine.OpenSockets));
        Assert.Empty(Town.Failures);
    }

    /// <summary>A machine in a place of its own, 10.n.0.2 behind 90.n.0.1.</summary>
    public SimMachine Place(string place) =>
        place == "open" ? new SimMachine(Town.Network, 0x5b000001u | Number) : new SimMachine(Town.Network, 0x0a000002u | Number, Nat(place));

    /// <summary>The innermost NAT of a new place.</summary>
    public SimNat Nat(string place, bool hairpins = false)
    {
        var consistent = SimNatRules.Consistent with { Hairpins = hairpins };
        SimNatRules[] fromOutside = place switch
        {
            "consistent" => [consistent],
            "random" => [SimNatRules.Random with { Hairpins = hairpins }],
            "double" => [consistent, consistent],
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "nobody has built such a place"),
        };
        SimNat? nat = null;
        foreach (var (depth, rules) in fromOutside.Index()) nat = Town.Network.Wires.AddNat((depth == 0 ? 0x5a000001u : 0x64400001u) | Number, rules, nat);
        return nat!;
    }

    private uint Number => (uint)(_machines.Count + 1) << 16;
}
#endif
