using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Finds actors by a type that stands for them.</summary>
public interface IReadOnlyActorRegistry : IEnumerable<KeyValuePair<Type, IActorRef>>
{
    /// <summary>The actor under the key, and whether there is one.</summary>
    bool TryGet<TKey>(out IActorRef actor);

    /// <summary>The actor under the key, and whether there is one.</summary>
    bool TryGet(Type key, out IActorRef actor);

    /// <summary>The actor under the key; <see cref="MissingActorRegistryEntryException"/> without one.</summary>
    IActorRef Get<TKey>();

    /// <summary>The actor under the key, as soon as there is one.</summary>
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);

    /// <summary>The actor under the key, as soon as there is one.</summary>
    Task<IActorRef> GetAsync(Type key, CancellationToken ct = default);
}

/// <summary>Keeps actors by a type that stands for them.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Registers an actor; <see cref="DuplicateActorRegistryException"/> when the key is taken and not to be overwritten.</summary>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor and says whether that was done.</summary>
    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor and says whether that was done.</summary>
    bool TryRegister(Type key, IActorRef actor, bool overwrite = false);
}
