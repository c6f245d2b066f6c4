using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Interop.Tests.HyperDht.Nats;
using AkkaDht.Service.Commands;
using AkkaDht.Service.KeyValue;
using AkkaDht.Supervision;

namespace AkkaDht.Interop.Tests;

/// <summary>Our side of a test: nodes on loopback in one actor system, serving the key/value example unless told otherwise.</summary>
internal sealed class OurNodes : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("interop", "akka { loglevel = WARNING, log-dead-letters = off }");
    private readonly List<DhtNode> _nodes = [];

    public async Task<OurNode> StartBootstrapperAsync()
    {
        var node = await DhtNode.StartBootstrapperAsync(_system, PeerAddress.Loopback(FreePort.Find()), Settings(), NextName());
        return await ReadyAsync(node, isServing: true);
    }

    /// <summary>Starts a node and waits until it is bootstrapped.</summary>
    public async Task<OurNode> StartAsync(PeerAddress bootstrap, bool? isEphemeral = false, bool isServing = true)
    {
        var settings = Settings();
        settings = settings with
        {
            Bootstrap = [BootstrapNode.At(bootstrap)],
            Lifecycle = settings.Lifecycle with { IsEphemeral = isEphemeral },
        };
        return await ReadyAsync(await DhtNode.StartAsync(_system, settings, NextName()), isServing);
    }

    /// <summary>Starts an ephemeral peer and waits until it is bootstrapped; <paramref name="networkNamespace"/> is where its sockets are to be.</summary>
    public async Task<OurNode> StartPeerAsync(PeerAddress bootstrap, bool isFirewalled, string? networkNamespace = null)
    {
        var settings = Settings(isHyperDht: true);
        settings = settings with
        {
            Bootstrap = [BootstrapNode.At(bootstrap)],
            Lifecycle = settings.Lifecycle with { IsEphemeral = true, IsFirewalled = isFirewalled, QuickFirewall = false },
        };
        if (networkNamespace is not null)
            settings = settings with { Sockets = settings.Sockets with { Host = 0 }, SocketFactory = new NamespaceSockets(networkNamespace) };
        return await ReadyAsync(await DhtNode.StartAsync(_system, settings, NextName()), isServing: false);
    }

    /// <summary>Starts a relay that knows its address, and waits until peers find it.</summary>
    public async Task<OurNode> StartRelayAsync(PeerAddress bootstrap)
    {
        var settings = Settings(isHyperDht: true);
        settings = settings with
        {
            Bootstrap = [BootstrapNode.At(bootstrap)],
            Lifecycle = settings.Lifecycle with { IsEphemeral = true, IsFirewalled = false },
            Relaying = settings.Relaying with { IsRelay = true },
        };
        var relay = await ReadyAsync(await DhtNode.StartAsync(_system, settings, NextName()), isServing: false);
        var keyPair = await relay.Node.GetKeyPairAsync();
        await Eventually.HoldsAsync(async () => await relay.Node.FindPeerAsync(keyPair.PublicKey).AnyAsync());
        return relay;
    }

    /// <summary>Starts persistent nodes that store records and pass handshakes on; answers with the first.</summary>
    public async Task<PeerAddress> StartNetworkAsync(int count)
    {
        var first = PeerAddress.Loopback(FreePort.Find());
        await ReadyAsync(await DhtNode.StartBootstrapperAsync(_system, first, Settings(isHyperDht: true), NextName()), isServing: false);
        for (var i = 1; i < count; i++)
        {
            var settings = Settings(isHyperDht: true);
            settings = settings with { Bootstrap = [BootstrapNode.At(first)], Lifecycle = settings.Lifecycle with { IsEphemeral = false } };
            await ReadyAsync(await DhtNode.StartAsync(_system, settings, NextName()), isServing: false);
        }

        return first;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _system.Terminate();
    }

    private async Task<OurNode> ReadyAsync(DhtNode node, bool isServing)
    {
        _nodes.Add(node);
        var store = new ValueStore();
        if (isServing) node.HandleRequestsWith(_system.ActorOf(Props.Create(() => new KeyValueActor(store))));
        return new OurNode(node, await node.FullyBootstrappedAsync());
    }

    private DhtNodeSettings Settings(bool isHyperDht = false)
    {
        var settings = DhtNodeSettings.Create(_system);
        return settings with { IsHyperDht = isHyperDht, Bootstrap = [], Sockets = settings.Sockets with { Host = PeerAddress.Loopback(0).Host } };
    }

    private string NextName() => $"dht-{_nodes.Count}";
}

/// <summary>One of our nodes, with what it was right after its bootstrap.</summary>
internal sealed record OurNode(DhtNode Node, NodeStatus Born)
{
    /// <summary>Where others reach it: its server socket on loopback.</summary>
    public PeerAddress Address { get; } = PeerAddress.Loopback(Born.LocalAddress!.Value.Port);

    /// <summary>The id that others see; null while it is ephemeral.</summary>
    public string? Id => Born.Id?.ToHex();
}
