using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Puts an actor system into a host.</summary>
public static class AkkaHostingExtensions
{
    /// <summary>Adds an actor system that starts and stops with the host.</summary>
    public static IServiceCollection AddAkka(
        this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder> builder) =>
        AddAkka(services, actorSystemName, (configuration, _) => builder(configuration));

    /// <summary>Adds an actor system that starts and stops with the host.</summary>
    public static IServiceCollection AddAkka(
        this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder, IServiceProvider> builder)
    {
        var collected = new AkkaConfigurationBuilder(services, actorSystemName);
        services.AddSingleton(provider =>
        {
            builder(collected, provider);
            return collected;
        });
        services.AddSingleton(provider => provider.GetRequiredService<AkkaConfigurationBuilder>().Build(provider));
        services.AddSingleton(provider => ActorRegistry.For(provider.GetRequiredService<ActorSystem>()));
        services.AddSingleton<IActorRegistry>(provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton<IReadOnlyActorRegistry>(provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton(typeof(IRequiredActor<>), typeof(RequiredActor<>));
        services.AddHostedService<AkkaHostedService>();
        return services;
    }

    /// <summary>Adds configuration.</summary>
    public static AkkaConfigurationBuilder AddHocon(this AkkaConfigurationBuilder builder, Config hocon, HoconAddMode addMode) =>
        builder.AddHoconConfiguration(hocon, addMode);

    /// <summary>Adds a section of the host's configuration; keys have <c>-</c> for <c>_</c>, normalized ones are in lower case.</summary>
    public static AkkaConfigurationBuilder AddHocon(
        this AkkaConfigurationBuilder builder, IConfiguration configuration, HoconAddMode addMode, bool normalizeKeys = true) =>
        builder.AddHoconConfiguration(configuration.ToHocon(normalizeKeys), addMode);

    /// <summary>Adds the configuration in a file.</summary>
    public static AkkaConfigurationBuilder AddHoconFile(this AkkaConfigurationBuilder builder, string hoconFilePath, HoconAddMode addMode) =>
        builder.AddHoconConfiguration(ConfigurationFactory.ParseString(File.ReadAllText(hoconFilePath)), addMode);

    /// <summary>Adds a setup; configuration and container have methods of their own.</summary>
    public static AkkaConfigurationBuilder AddSetup(this AkkaConfigurationBuilder builder, Setup setup) => setup switch
    {
        BootstrapSetup => throw new ConfigurationException($"Use {nameof(AddHocon)} instead of a {nameof(BootstrapSetup)}."),
        DependencyResolverSetup => throw new ConfigurationException("The container of the host is the container of its actor system."),
        _ => builder.AddSetup(setup),
    };

    /// <summary>Sets the patience of Ask where the caller gives none; zero or infinite is for ever.</summary>
    public static AkkaConfigurationBuilder WithActorAskTimeout(this AkkaConfigurationBuilder builder, TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout must not be negative");
        return builder.AddHoconConfiguration($"akka.actor.ask-timeout = {HoconValues.Duration(timeout)}", HoconAddMode.Prepend);
    }

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry> actorStarter) =>
        builder.StartActors(actorStarter);

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public static AkkaConfigurationBuilder WithActors(
        this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry, IDependencyResolver> actorStarter) =>
        builder.StartActors(actorStarter);

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarter actorStarter) =>
        builder.StartActors(actorStarter);

    /// <summary>Adds a starter of actors; starters run in the order added.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarterWithResolver actorStarter) =>
        builder.StartActors(actorStarter);
}
