using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Util;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Collects what an actor system is made of: configuration, setups, actors and startup tasks.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly List<ActorStarterWithResolver> _actorStarters = [];
    private readonly List<StartupTask> _startupTasks = [];
    private readonly List<Type> _extensions = [];
    private readonly Dictionary<Type, Setup> _setups = [];
    private ActorSystem? _system;

    /// <summary>Begins a system of the given name.</summary>
    public AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
    {
        ServiceCollection = serviceCollection;
        ActorSystemName = actorSystemName;
    }

    /// <summary>The configuration so far.</summary>
    public Option<Config> Configuration { get; private set; } = Option<Config>.None;

    internal IServiceCollection ServiceCollection { get; }

    internal string ActorSystemName { get; }

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter) =>
        StartActors((system, registry, _) => starter(system, registry));

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter) =>
        StartActors((system, registry, resolver) =>
        {
            starter(system, registry, resolver);
            return Task.CompletedTask;
        });

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarter starter) => StartActors((system, registry, _) => starter(system, registry));

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        RequireNotStarted();
        _actorStarters.Add(starter);
        return this;
    }

    /// <summary>Adds a task for when all actors have been started.</summary>
    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask) => AddStartup((system, registry) =>
    {
        startupTask(system, registry);
        return Task.CompletedTask;
    });

    /// <summary>Adds a task for when all actors have been started.</summary>
    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        RequireNotStarted();
        _startupTasks.Add(startupTask);
        return this;
    }

    /// <summary>Adds an extension, loaded when the system is created.</summary>
    public AkkaConfigurationBuilder WithExtension<T>()
        where T : IExtensionId => WithExtensions(typeof(T));

    /// <summary>Adds extensions, loaded when the system is created.</summary>
    public AkkaConfigurationBuilder WithExtensions(params Type[] extensions)
    {
        foreach (var extension in extensions)
        {
            if (!typeof(IExtensionId).IsAssignableFrom(extension))
                throw new ConfigurationException($"Type must extends {nameof(IExtensionId)}: [{extension.FullName}]");
            if (extension.GetConstructor(Type.EmptyTypes) is null || extension.IsAbstract)
                throw new ConfigurationException($"Type must not be abstract or static and must have a parameterless constructor: [{extension.FullName}]");
            if (!_extensions.Contains(extension))
                _extensions.Add(extension);
        }

        return this;
    }

    internal AkkaConfigurationBuilder AddHoconConfiguration(Config hocon, HoconAddMode addMode)
    {
        RequireNotStarted();
        var existing = Configuration.GetOrElse(Config.Empty);
        Configuration = addMode switch
        {
            HoconAddMode.Append => existing.SafeWithFallback(hocon),
            HoconAddMode.Prepend or HoconAddMode.Replace => hocon.SafeWithFallback(existing),
            _ => throw new ArgumentOutOfRangeException(nameof(addMode), addMode, "Unknown mode"),
        };
        return this;
    }

    internal AkkaConfigurationBuilder AddSetup(Setup setup)
    {
        RequireNotStarted();
        _setups[setup.GetType()] = setup;
        return this;
    }

    /// <summary>Creates the system from all that has been collected; called once, by the container.</summary>
    internal ActorSystem Build(IServiceProvider services)
    {
        var setup = Collect(services);
        _system = ActorSystem.Create(ActorSystemName, setup);
        foreach (var extension in _extensions)
            _system.RegisterExtension((IExtensionId)Activator.CreateInstance(extension)!);
        return _system;
    }

    internal async Task StartAsync(ActorSystem system)
    {
        var registry = ActorRegistry.For(system);
        var resolver = DependencyResolver.For(system).Resolver;
        foreach (var starter in _actorStarters)
            await starter(system, registry, resolver);
        foreach (var task in _startupTasks)
            await task(system, registry);
    }

    private ActorSystemSetup Collect(IServiceProvider services)
    {
        if (services.GetService<Microsoft.Extensions.Logging.ILoggerFactory>() is { } factory)
            _setups.TryAdd(typeof(Logging.LoggerFactorySetup), new Logging.LoggerFactorySetup(factory));
        var bootstrap = BootstrapSetup.Create();
        Setup[] own = [Configuration.HasValue ? bootstrap.WithConfig(Configuration.Value) : bootstrap, DependencyResolverSetup.Create(services)];
        return ActorSystemSetup.Create([.. _setups.Values, .. own]);
    }

    private void RequireNotStarted()
    {
        if (_system is not null)
            throw new InvalidOperationException("The ActorSystem has been created; its configuration cannot be changed any more.");
    }
}
