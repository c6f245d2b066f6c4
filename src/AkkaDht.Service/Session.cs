using System.CommandLine;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Hosting;
using AkkaDht.Protocol;
using AkkaDht.Service.Commands;
using AkkaDht.Service.KeyValue;
using AkkaDht.Service.Output;

namespace AkkaDht.Service;

/// <summary>One run of a verb: an actor system that logs to stderr, the nodes in it, and a voice on stdout.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly DhtNodeSettings _settings;
    private readonly List<DhtNode> _nodes = [];

    private Session(ActorSystem system, DhtNodeSettings settings, Voice voice, Voice aside) => (_system, _settings, Voice, Aside) = (system, settings, voice, aside);

    public Voice Voice { get; }

    /// <summary>Where to speak while stdout belongs to a stream: programs get their lines before its bytes, people get them on stderr.</summary>
    public Voice Aside { get; }

    /// <summary>Runs <paramref name="verb"/> and turns what can go wrong in a network into an exit code and one line on stderr.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation, Func<Session, CancellationToken, Task<int>> verb)
    {
        var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        try
        {
            var settings = DhtNodeSettings.Create(OptionsOf(arguments).ToHocon());
            var system = Logs.CreateSystem(arguments.GetValue(Options.Verbose));
            var isJson = arguments.GetValue(Options.Json);
            var voice = new Voice(output, isJson);
            await using var session = new Session(system, settings, voice, aside: isJson ? voice : new Voice(errors, isJson));
            return await verb(session, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception failure) when (failure is DhtException or Connections.ConnectionException or System.Net.Sockets.SocketException)
        {
            await errors.WriteLineAsync($"akkadht: {failure.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>Starts a node that others bootstrap from, serving the key/value example.</summary>
    public async Task<DhtNode> StartBootstrapperAsync(PeerAddress address, CancellationToken cancellation)
    {
        // Who names a loopback host wants to be alone on the machine; any other may be an address that only a router has.
        var settings = _settings;
        if (address.IsLoopback) settings = settings with { Sockets = settings.Sockets with { Host = address.Host } };
        return await ServeAsync(await DhtNode.StartBootstrapperAsync(_system, address, settings, NextName(), cancellation), cancellation);
    }

    /// <summary>Starts a node that stays, serving the key/value example; <paramref name="host"/> 0 binds to all networks.</summary>
    public async Task<DhtNode> StartServingAsync(
        IReadOnlyList<BootstrapNode> bootstrap, uint host, ushort port, bool isPersistent, CancellationToken cancellation)
    {
        var settings = _settings with
        {
            Bootstrap = bootstrap,
            Sockets = _settings.Sockets with { Host = host, Port = port },
            Lifecycle = _settings.Lifecycle with { IsEphemeral = isPersistent ? false : _settings.Lifecycle.IsEphemeral },
        };
        return await ServeAsync(await DhtNode.StartAsync(_system, settings, NextName(), cancellation), cancellation);
    }

    /// <summary>
    /// The settings of a node that asks a few questions and goes: it never enters other nodes' tables. Without
    /// <paramref name="bootstrap"/> it begins where nodes of its network do, if that is the public one.
    /// </summary>
    public DhtNodeSettings ClientSettings(IReadOnlyList<BootstrapNode>? bootstrap)
    {
        var from = bootstrap is { Count: > 0 } ? bootstrap : _settings.Bootstrap;
        if (from.Count == 0) throw new DhtException("A private network has no nodes to start from unless --bootstrap names some.");

        // Whoever starts from this machine alone is of a network on this machine, and need not be open to others.
        var isLocal = from.All(node => node.LiteralAddress is { IsLoopback: true });
        return _settings with
        {
            Bootstrap = from,
            Sockets = isLocal ? _settings.Sockets with { Host = PeerAddress.Loopback(0).Host } : _settings.Sockets,
            Lifecycle = _settings.Lifecycle with { IsEphemeral = true, QuickFirewall = false },
        };
    }

    /// <summary>Starts a node that asks a few questions and goes.</summary>
    public Task<DhtNode> StartClientAsync(IReadOnlyList<BootstrapNode>? bootstrap, CancellationToken cancellation) =>
        StartAsync(ClientSettings(bootstrap), cancellation);

    /// <summary>Starts a node that ends with the session; bootstrap goes on.</summary>
    public async Task<DhtNode> StartAsync(DhtNodeSettings settings, CancellationToken cancellation)
    {
        var node = await DhtNode.StartAsync(_system, settings, NextName(), cancellation);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Keeps the nodes running until Ctrl-C, with a line for people that says how they do.</summary>
    public async Task<int> StayAsync(CancellationToken ended)
    {
        Voice.Remark("[grey]Ctrl-C ends.[/]");
        await Voice.ShowUntilAsync(StatusAsync, TimeSpan.FromSeconds(1), ended);
        return ExitCodes.Success;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await _system.Terminate();
    }

    private static AkkaDhtOptions OptionsOf(ParseResult arguments) => new() { Network = arguments.GetValue(Options.Network) };

    private async Task<DhtNode> ServeAsync(DhtNode node, CancellationToken cancellation)
    {
        _nodes.Add(node);
        var store = new ValueStore();
        node.HandleRequestsWith(_system.ActorOf(Props.Create(() => new KeyValueActor(store)), $"values-{_nodes.Count}"));
        await node.FullyBootstrappedAsync(cancellation);
        await Voice.SayAsync(Lines.Ready(await node.GetStatusAsync(cancellation)));
        return node;
    }

    private async Task<string> StatusAsync()
    {
        var stats = await Task.WhenAll(_nodes.Select(node => node.GetStatsAsync()));
        var requests = stats.Sum(node => node.Endpoint.Requests.Total);
        var (received, sent) = (stats.Sum(node => node.ServerSocket.Received + node.ClientSocket.Received), stats.Sum(node => node.ServerSocket.Sent + node.ClientSocket.Sent));
        return $"{_nodes.Count} nodes, {requests} requests made, {received} datagrams in, {sent} out";
    }

    private string NextName() => $"dht-{_nodes.Count + 1}";
}
