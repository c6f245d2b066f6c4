using Akka.Actor.Setup;

namespace Akka.DependencyInjection;

/// <summary>Gives a system its container when it is created.</summary>
public class DependencyResolverSetup : Setup
{
    private DependencyResolverSetup(IDependencyResolver resolver) => DependencyResolver = resolver;

    /// <summary>The container.</summary>
    public IDependencyResolver DependencyResolver { get; }

    /// <summary>A setup with a service provider as container.</summary>
    public static DependencyResolverSetup Create(IServiceProvider provider) => new(new ServiceProviderDependencyResolver(provider));

    /// <summary>A setup with a container of another kind.</summary>
    public static DependencyResolverSetup Create(IDependencyResolver resolver) => new(resolver);
}
