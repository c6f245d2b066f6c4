using Akka.Actor;

namespace Akka.DependencyInjection;

/// <summary>What a container does for actors.</summary>
public interface IDependencyResolver
{
    /// <summary>Opens a scope of the container.</summary>
    IResolverScope CreateScope();

    /// <summary>Asks the container for a service; null when it has none.</summary>
    object? GetService<T>();

    /// <summary>Asks the container for a service; null when it has none.</summary>
    object? GetService(Type type);

    /// <summary>Props of an actor whose constructor takes the arguments and, for the rest, services.</summary>
    Props Props(Type type, params object[] args);

    /// <summary>Props of an actor whose constructor takes services.</summary>
    Props Props(Type type);

    /// <summary>Props of an actor whose constructor takes the arguments and, for the rest, services.</summary>
    Props Props<T>(params object[] args)
        where T : ActorBase;
}

/// <summary>A scope of the container, ended by disposing it.</summary>
public interface IResolverScope : IDisposable
{
    /// <summary>The container within the scope.</summary>
    IDependencyResolver Resolver { get; }
}
