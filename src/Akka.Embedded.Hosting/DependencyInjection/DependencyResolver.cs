using Akka.Actor;

namespace Akka.DependencyInjection;

/// <summary>The container of an actor system.</summary>
public sealed class DependencyResolver : IExtension
{
    /// <summary>Wraps a resolver.</summary>
    public DependencyResolver(IDependencyResolver resolver) => Resolver = resolver;

    /// <summary>The resolver.</summary>
    public IDependencyResolver Resolver { get; }

    /// <summary>The container of a system that was created with a <see cref="DependencyResolverSetup"/>.</summary>
    public static DependencyResolver For(ActorSystem actorSystem) =>
        actorSystem.WithExtension<DependencyResolver, DependencyResolverExtension>();

    /// <summary>Props of an actor whose constructor takes the arguments and, for the rest, services.</summary>
    public Props Props<T>(params object[] args)
        where T : ActorBase => Resolver.Props<T>(args);

    /// <summary>Props of an actor whose constructor takes services.</summary>
    public Props Props<T>()
        where T : ActorBase => Resolver.Props<T>();

    /// <summary>Props of an actor whose constructor takes services.</summary>
    public Props Props(Type type) => Resolver.Props(type);

    /// <summary>Props of an actor whose constructor takes the arguments and, for the rest, services.</summary>
    public Props Props(Type type, params object[] args) => Resolver.Props(type, args);
}

/// <summary>Brings the container into a system.</summary>
public sealed class DependencyResolverExtension : ExtensionIdProvider<DependencyResolver>
{
    /// <inheritdoc/>
    public override DependencyResolver CreateExtension(ExtendedActorSystem system)
    {
        var setup = system.Settings.Setup.Get<DependencyResolverSetup>();
        return setup.HasValue
            ? new DependencyResolver(setup.Value.DependencyResolver)
            : throw new Akka.Configuration.ConfigurationException(
                $"Unable to find [{nameof(DependencyResolverSetup)}] included in the ActorSystem settings: create the system with a {nameof(DependencyResolverSetup)}.");
    }
}
