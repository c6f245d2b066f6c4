using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>A service provider as the container of actors.</summary>
public class ServiceProviderDependencyResolver : IDependencyResolver
{
    /// <summary>Wraps a service provider.</summary>
    public ServiceProviderDependencyResolver(IServiceProvider serviceProvider) => ServiceProvider = serviceProvider;

    /// <summary>The service provider.</summary>
    public IServiceProvider ServiceProvider { get; }

    /// <inheritdoc/>
    public IResolverScope CreateScope() => new Scope(ServiceProvider.CreateScope());

    /// <inheritdoc/>
    public object? GetService<T>() => ServiceProvider.GetService(typeof(T));

    /// <inheritdoc/>
    public object? GetService(Type type) => ServiceProvider.GetService(type);

    /// <inheritdoc/>
    public Props Props(Type type, params object[] args) => Actor.Props.CreateBy(new Producer(ServiceProvider, type, args), args);

    /// <inheritdoc/>
    public Props Props(Type type) => Props(type, []);

    /// <inheritdoc/>
    public Props Props<T>(params object[] args)
        where T : ActorBase => Props(typeof(T), args);

    /// <summary>Constructs one actor per incarnation.</summary>
    private sealed class Producer(IServiceProvider provider, Type type, object[] arguments) : IIndirectActorProducer
    {
        public Type ActorType => type;

        public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(provider, type, arguments);

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Scope(IServiceScope scope) : IResolverScope
    {
        public IDependencyResolver Resolver { get; } = new ServiceProviderDependencyResolver(scope.ServiceProvider);

        public void Dispose() => scope.Dispose();
    }
}
