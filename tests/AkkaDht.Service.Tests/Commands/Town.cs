using System.Globalization;
using System.Text.Json;

namespace AkkaDht.Service.Tests.Commands;

/// <summary>A bootstrapper and two persistent nodes, as three commands started them.</summary>
public sealed class Town : IAsyncLifetime
{
    private readonly List<Run> _nodes = [];

    /// <summary>Where other commands start from.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var port = Service.Commands.FreePort.Find().ToString(CultureInfo.InvariantCulture);
        var bootstrapper = await AddAsync("bootstrap", "--port", port, "--host", "127.0.0.1", "--json");
        Address = $"{bootstrapper.GetProperty("host").GetString()}:{bootstrapper.GetProperty("port").GetInt32()}";
        for (var i = 0; i < 2; i++) await AddAsync("node", "--bootstrap", Address, "--host", "127.0.0.1", "--persistent", "--json");
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    /// <summary>Runs a verb in the town to its end.</summary>
    internal Task<Run> AskAsync(params string[] args) => Run.ToEndAsync([.. args, "--bootstrap", Address, "--json"]);

    /// <summary>Starts a verb in the town.</summary>
    internal Run Start(params string[] args) => Run.Start([.. args, "--bootstrap", Address]);

    private async Task<JsonElement> AddAsync(params string[] args)
    {
        var node = Run.Start(args);
        _nodes.Add(node);
        return await node.FirstEventAsync();
    }
}
