using Akka.Configuration;

namespace Akka.Actor;

/// <summary>One phase as the settings describe it.</summary>
internal sealed record ShutdownPhase(string Name, IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover);

/// <summary>The phases of a coordinated shutdown, sorted so that each comes after those it depends on.</summary>
internal sealed class ShutdownPhases
{
    private readonly Dictionary<string, ShutdownPhase> _byName;
    private readonly List<ShutdownPhase> _ordered = [];

    private ShutdownPhases(IEnumerable<ShutdownPhase> phases)
    {
        _byName = phases.ToDictionary(phase => phase.Name);
        HashSet<string> visited = [], open = [];
        foreach (var name in _byName.Keys)
            Visit(name, visited, open);
    }

    public ShutdownPhase this[string name] => _byName[name];

    public static ShutdownPhases Read(Config config)
    {
        var ordinary = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
        var phases = config.GetConfig("phases")!;
        return new(phases.AsEnumerable().Select(pair => pair.Key).Distinct().Select(name => Phase(name, phases, ordinary)));
    }

    public bool Knows(string phase) => _byName.ContainsKey(phase);

    /// <summary>The phases to run, in order; none from an unknown one on.</summary>
    public IEnumerable<ShutdownPhase> From(string? phase) =>
        phase is null ? _ordered : _ordered.SkipWhile(each => each.Name != phase);

    public override string ToString() => string.Join(",", _byName.Keys);

    private static ShutdownPhase Phase(string name, Config phases, TimeSpan ordinary)
    {
        var config = phases.GetConfig(name);
        return new(
            name,
            [.. config?.GetStringList("depends-on") ?? []],
            config?.GetTimeSpan("timeout", ordinary) ?? ordinary,
            config?.GetBoolean("recover", true) ?? true);
    }

    private void Visit(string name, HashSet<string> visited, HashSet<string> open)
    {
        if (visited.Contains(name))
            return;
        if (!open.Add(name))
            throw new ArgumentException($"Cycle detected in graph of phases. It must be a DAG. phase [{name}] depends transitively on itself.");

        if (_byName.TryGetValue(name, out var phase))
            foreach (var before in phase.DependsOn)
                Visit(before, visited, open);
        open.Remove(name);
        visited.Add(name);
        if (phase is not null)
            _ordered.Add(phase);
    }
}
