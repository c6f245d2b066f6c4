using Akka.Actor;

namespace Akka.Hosting;

/// <summary>A registered actor as a constructor parameter.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>The actor; <see cref="MissingActorRegistryEntryException"/> without one, and <see cref="ActorRefs.Nobody"/> from then on.</summary>
    IActorRef ActorRef { get; }

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>A registered actor, looked up when first asked for.</summary>
public sealed class RequiredActor<TActor>(IReadOnlyActorRegistry registry) : IRequiredActor<TActor>
{
    private IActorRef? _actor;

    /// <inheritdoc/>
    public IActorRef ActorRef
    {
        get
        {
            if (_actor is not null || registry.TryGet<TActor>(out _actor))
                return _actor;
            throw new MissingActorRegistryEntryException($"No actor registered for key {typeof(TActor)}");
        }
    }

    /// <inheritdoc/>
    public async Task<IActorRef> GetAsync(CancellationToken cancellationToken = default)
    {
        if (_actor.IsNobody())
            _actor = await registry.GetAsync<TActor>(cancellationToken);
        return _actor!;
    }
}
