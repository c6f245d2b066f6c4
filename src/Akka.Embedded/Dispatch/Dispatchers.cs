using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>The dispatchers of a system by id; an id is a path in the settings.</summary>
internal sealed class Dispatchers(Settings settings, IMailboxExecutor executor)
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public const string CallingThreadDispatcherId = "akka.test.calling-thread-dispatcher";

    private static readonly string[] WellKnown =
        ["akka.actor.internal-dispatcher", "akka.actor.default-blocking-io-dispatcher", "akka.actor.synchronized-dispatcher"];

    private readonly ConcurrentDictionary<string, Dispatcher> _dispatchers = new();
    private Dispatcher? _default;

    public Dispatcher Lookup(string id) =>
        id == DefaultDispatcherId ? _default ??= _dispatchers.GetOrAdd(id, Create) : _dispatchers.GetOrAdd(id, Create);

    private Dispatcher Create(string id)
    {
        if (id == CallingThreadDispatcherId)
            return new Dispatcher(id, int.MaxValue, CallingThreadExecutor.Instance);
        if (!settings.Config.HasPath(id) && !WellKnown.Contains(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured");

        var ordinary = settings.Config.GetInt($"{DefaultDispatcherId}.throughput", 30);
        return new Dispatcher(id, Math.Max(settings.Config.GetInt($"{id}.throughput", ordinary), 1), executor);
    }
}
