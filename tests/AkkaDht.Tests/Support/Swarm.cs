using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;

namespace AkkaDht.Tests.Support;

/// <summary>A network of persistent nodes on loopback sockets, with a bootstrapper of its own.</summary>
internal sealed class Swarm : IAsyncDisposable
{
    private static int _created;

    private readonly int _number = Interlocked.Increment(ref _created);
    private readonly bool _ownsSystem;
    private readonly bool _isHyperDht;
    private int _started;
    private readonly List<DhtNode> _nodes = [];

    private Swarm(ActorSystem? system, bool isHyperDht)
    {
        _isHyperDht = isHyperDht;
        _ownsSystem = system is null;
        System = system ?? ActorSystem.Create("swarm", "akka { loglevel = OFF, stdout-loglevel = OFF }");
    }

    public ActorSystem System { get; }

    /// <summary>Where the others bootstrap from.</summary>
    public PeerAddress BootstrapAddress { get; private set; }

    public DhtNode Bootstrapper { get; private set; } = null!;

    /// <summary>The nodes beside the bootstrapper.</summary>
    public IReadOnlyList<DhtNode> Nodes => _nodes;

    /// <summary>The settings of a node that neither knows nor is known, on loopback.</summary>
    public static DhtNodeSettings Alone { get; } = new() { IsHyperDht = false, Sockets = new() { Host = PeerAddress.Loopback(0).Host } };

    /// <summary>The settings of a persistent node that bootstraps from this network.</summary>
    public DhtNodeSettings Settings => Ephemeral with { Lifecycle = new() { IsEphemeral = false, IsFirewalled = false } };

    /// <summary>The settings of an ephemeral node that bootstraps from this network.</summary>
    public DhtNodeSettings Ephemeral => Alone with { IsHyperDht = _isHyperDht, Bootstrap = [BootstrapNode.At(BootstrapAddress)], Lifecycle = new() { IsEphemeral = true } };

    /// <summary>Starts a bootstrapper and <paramref name="count"/> nodes that have bootstrapped from it.</summary>
    public static async Task<Swarm> StartAsync(int count, ActorSystem? system = null, bool isHyperDht = false)
    {
        var swarm = new Swarm(system, isHyperDht);
        await swarm.StartBootstrapperAsync();
        for (var i = 0; i < count; i++) await swarm.AddAsync();
        return swarm;
    }

    /// <summary>Adds a node and waits until it has bootstrapped.</summary>
    public async Task<DhtNode> AddAsync(DhtNodeSettings? settings = null)
    {
        var node = await StartNodeAsync(settings ?? Settings);
        await node.FullyBootstrappedAsync();
        return node;
    }

    /// <summary>Adds a node that may still be bootstrapping.</summary>
    public async Task<DhtNode> StartNodeAsync(DhtNodeSettings settings)
    {
        var node = await DhtNode.StartAsync(System, settings, $"dht-{_number}-{Interlocked.Increment(ref _started)}");
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>The address at which others reach <paramref name="node"/>.</summary>
    public static async Task<PeerAddress> AddressOf(DhtNode node) => PeerAddress.Loopback((await node.GetStatusAsync()).LocalAddress!.Value.Port);

    /// <summary>A loopback address at which nobody listens.</summary>
    public static PeerAddress FindFreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return PeerAddress.Loopback((ushort)((IPEndPoint)socket.LocalEndPoint!).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Append(Bootstrapper).Select(node => node.DisposeAsync().AsTask()));
        if (_ownsSystem) await System.Terminate();
    }

    // Somebody else may take the port between its discovery and its use.
    private async Task StartBootstrapperAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                BootstrapAddress = FindFreeAddress();
                Bootstrapper = await DhtNode.StartBootstrapperAsync(System, BootstrapAddress, Alone with { IsHyperDht = _isHyperDht }, $"bootstrapper-{_number}-{attempt}");
                await Bootstrapper.FullyBootstrappedAsync();
                return;
            }
            catch (DhtException) when (attempt < 5)
            {
                // The next port may be free.
            }
        }
    }
}
