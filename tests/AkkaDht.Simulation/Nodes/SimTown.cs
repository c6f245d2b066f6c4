#if AKKA_EMBEDDED
using Akka.Actor;
using Akka.Embedded.Deterministic;
using Akka.Event;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;

namespace AkkaDht.Simulation.Nodes;

/// <summary>
/// A network of whole nodes: a few that are always there, public and persistent, through which the nodes of a story find each
/// other. All actors run on one <see cref="DeterministicRuntime"/>, all datagrams go through one <see cref="NodeNetwork"/>.
/// </summary>
public sealed class SimTown : IDisposable
{
    private const ushort Port = 49_737;

    private readonly DeterministicRuntime _runtime;
    private readonly ActorSystem _system;
    private readonly List<DhtNode> _residents = [];
    private readonly List<SimMachine> _machines = [];
    private readonly List<string> _failures = [];

    /// <summary>Starts <paramref name="residents"/> public nodes, of which the first is where everybody bootstraps.</summary>
    public SimTown(DeterministicRuntime runtime, int residents = 12, LinkConditions? conditions = null)
    {
        _runtime = runtime;
        Network = new NodeNetwork(runtime, conditions);
        _system = runtime.CreateSystem("town", "akka { loglevel = ERROR, stdout-loglevel = OFF, loggers = [] }");
        _system.EventStream.Subscribe(_system.ActorOf(Props.Create(() => new Complaints(_failures))), typeof(Error));
        runtime.Await(() => SettleAsync(residents));
    }

    /// <summary>The ways between all machines.</summary>
    public NodeNetwork Network { get; }

    /// <summary>The nodes that are always there.</summary>
    public IReadOnlyList<DhtNode> Residents => _residents;

    /// <summary>The machines of <see cref="Residents"/>.</summary>
    public IReadOnlyList<SimMachine> Machines => _machines;

    /// <summary>What actors have logged as errors; what goes wrong in a network is none.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Where everybody bootstraps.</summary>
    public static PeerAddress Bootstrap { get; } = new(HostOf(0), Port);

    /// <summary>Starts a node on <paramref name="machine"/> that knows only where to bootstrap.</summary>
    public Task<DhtNode> StartAsync(SimMachine machine, string name, Func<DhtNodeSettings, DhtNodeSettings>? change = null)
    {
        var settings = SettingsOf(machine) with { Bootstrap = [BootstrapNode.At(Bootstrap)] };
        return DhtNode.StartAsync(_system, change?.Invoke(settings) ?? settings, name);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private async Task SettleAsync(int residents)
    {
        for (var i = 0; i < residents; i++)
        {
            var machine = new SimMachine(Network, HostOf(i));
            _machines.Add(machine);
            _residents.Add(i == 0
                ? await DhtNode.StartBootstrapperAsync(_system, Bootstrap, SettingsOf(machine), "resident-0")
                : await StartAsync(machine, $"resident-{i}", settings => settings with { Lifecycle = settings.Lifecycle with { IsEphemeral = false, IsFirewalled = false } }));
            await _residents[i].FullyBootstrappedAsync();
        }
    }

    private DhtNodeSettings SettingsOf(SimMachine machine) => new()
    {
        Time = _runtime.Clock,
        SocketFactory = machine,
        NewRandom = () => new SimRandom(_runtime.Random.Next()),
        Sockets = new() { Host = machine.Host, Port = Port },
    };

    // Each in a network of its own, since a routing table takes few of one.
    private static uint HostOf(int resident) => 0x50000001u + ((uint)resident << 8);

    private sealed class Complaints(List<string> failures) : UntypedActor
    {
        protected override void OnReceive(object message) => failures.Add($"{message}");
    }
}
#endif
