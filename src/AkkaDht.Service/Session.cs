using System.CommandLine;
using Akka.Actor;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Service.Commands;
using AkkaDht.Service.KeyValue;
using AkkaDht.Service.Output;

namespace AkkaDht.Service;

/// <summary>One run of a verb: an actor system that logs to stderr, the nodes in it, and a voice on stdout.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly List<DhtNode> _nodes = [];

    private Session(ActorSystem system, Voice voice) => (_system, Voice) = (system, voice);

    public Voice Voice { get; }

    /// <summary>Runs <paramref name="verb"/> and turns what can go wrong in a network into an exit code and one line on stderr.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation, Func<Session, CancellationToken, Task<int>> verb)
    {
        var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        try
        {
            var system = Logs.CreateSystem(arguments.GetValue(Options.Verbose));
            await using var session = new Session(system, new Voice(output, arguments.GetValue(Options.Json)));
            return await verb(session, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception failure) when (failure is DhtException or System.Net.Sockets.SocketException)
        {
            await errors.WriteLineAsync($"akkadht: {failure.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>Starts a node that others bootstrap from, serving the key/value example.</summary>
    public async Task<DhtNode> StartBootstrapperAsync(PeerAddress address, CancellationToken cancellation)
    {
        // Who names a loopback host wants to be alone on the machine; any other may be an address that only a router has.
        var settings = DhtNodeSettings.Create(_system);
        if (address.IsLoopback) settings = settings with { Sockets = settings.Sockets with { Host = address.Host } };
        return await ServeAsync(await DhtNode.StartBootstrapperAsync(_system, address, settings, NextName(), cancellation), cancellation);
    }

    /// <summary>Starts a node that stays, serving the key/value example; <paramref name="host"/> 0 binds to all networks.</summary>
    public async Task<DhtNode> StartServingAsync(
        IReadOnlyList<BootstrapNode> bootstrap, uint host, ushort port, bool isPersistent, CancellationToken cancellation)
    {
        var settings = DhtNodeSettings.Create(_system);
        settings = settings with
        {
            Bootstrap = bootstrap,
            Sockets = settings.Sockets with { Host = host, Port = port },
            Lifecycle = settings.Lifecycle with { IsEphemeral = isPersistent ? false : settings.Lifecycle.IsEphemeral },
        };
        return await ServeAsync(await DhtNode.StartAsync(_system, settings, NextName(), cancellation), cancellation);
    }

    /// <summary>Starts a node that asks a few questions and goes: it never enters other nodes' tables.</summary>
    public async Task<DhtNode> StartClientAsync(IReadOnlyList<BootstrapNode> bootstrap, CancellationToken cancellation)
    {
        var settings = DhtNodeSettings.Create(_system);
        settings = settings with
        {
            Bootstrap = bootstrap,
            Lifecycle = settings.Lifecycle with { IsEphemeral = true, QuickFirewall = false },
        };
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
