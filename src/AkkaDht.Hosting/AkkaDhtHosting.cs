using Akka.Actor;
using Akka.Hosting;
using AkkaDht.Protocol;

namespace AkkaDht.Hosting;

/// <summary>The key of a node's actor in the <see cref="ActorRegistry"/>: ask for <c>IRequiredActor&lt;DhtNodeKey&gt;</c>.</summary>
public sealed class DhtNodeKey;

/// <summary>Hosts a node in an Akka.NET application.</summary>
public static class AkkaDhtHosting
{
    /// <summary>
    /// Starts a node with the actor system and registers its actor as <see cref="DhtNodeKey"/>. What
    /// <paramref name="configure"/> sets comes before the application's HOCON, and that before <c>reference.conf</c>.
    /// </summary>
    public static AkkaConfigurationBuilder WithAkkaDht(this AkkaConfigurationBuilder builder, Action<AkkaDhtOptions>? configure = null)
    {
        var options = new AkkaDhtOptions();
        configure?.Invoke(options);
        return builder
            .AddHocon(options.ToHocon(), HoconAddMode.Prepend)
            .AddHocon(DhtNodeSettings.Reference, HoconAddMode.Append)
            .WithActors((system, registry) => registry.Register<DhtNodeKey>(Start(system, options)));
    }

    private static IActorRef Start(ActorSystem system, AkkaDhtOptions options)
    {
        var settings = DhtNodeSettings.Create(system);
        if (options.BootstrapperAddress is { } address) settings = settings.AsBootstrapper(PeerAddress.Parse(address));
        return system.ActorOf(DhtNode.Props(settings), options.ActorName);
    }
}
