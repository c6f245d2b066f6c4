using System.Collections;
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The actors of one system by a type that stands for them.</summary>
public class ActorRegistry : IActorRegistry, IExtension
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Type, IActorRef> _actors = [];
    private readonly Dictionary<Type, TaskCompletionSource<IActorRef>> _awaited = [];

    /// <summary>The registry of a system.</summary>
    public static ActorRegistry For(ActorSystem actorSystem) => actorSystem.WithExtension<ActorRegistry, ActorRegistryExtension>();

    /// <inheritdoc/>
    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        if (!TryRegister<TKey>(actor, overwrite))
            throw new DuplicateActorRegistryException($"An actor with key {typeof(TKey)} is already registered.");
    }

    /// <inheritdoc/>
    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false) => TryRegister(typeof(TKey), actor, overwrite);

    /// <inheritdoc/>
    public bool TryRegister(Type key, IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        TaskCompletionSource<IActorRef>? awaited;
        lock (_gate)
        {
            if (overwrite)
                _actors[key] = actor;
            else if (!_actors.TryAdd(key, actor))
                return false;
            _awaited.Remove(key, out awaited);
        }

        awaited?.TrySetResult(actor);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGet<TKey>(out IActorRef actor) => TryGet(typeof(TKey), out actor);

    /// <inheritdoc/>
    public bool TryGet(Type key, out IActorRef actor)
    {
        lock (_gate)
        {
            var found = _actors.TryGetValue(key, out var registered);
            actor = registered ?? ActorRefs.Nobody;
            return found;
        }
    }

    /// <inheritdoc/>
    public IActorRef Get<TKey>() => TryGet<TKey>(out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor registered for key {typeof(TKey)}");

    /// <inheritdoc/>
    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => GetAsync(typeof(TKey), ct);

    /// <inheritdoc/>
    public Task<IActorRef> GetAsync(Type key, CancellationToken ct = default)
    {
        lock (_gate)
        {
            if (_actors.TryGetValue(key, out var actor))
                return Task.FromResult(actor);
            if (!_awaited.TryGetValue(key, out var awaited))
                _awaited.Add(key, awaited = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously));
            return awaited.Task.WaitAsync(ct);
        }
    }

    /// <summary>The keys with their actors at this moment.</summary>
    public IEnumerator<KeyValuePair<Type, IActorRef>> GetEnumerator()
    {
        lock (_gate)
            return _actors.ToList().GetEnumerator();
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Brings the registry into a system.</summary>
public sealed class ActorRegistryExtension : ExtensionIdProvider<ActorRegistry>
{
    /// <inheritdoc/>
    public override ActorRegistry CreateExtension(ExtendedActorSystem system) => new();
}
