using System.Diagnostics.CodeAnalysis;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A world of actors: the trees of <c>/user</c> and <c>/system</c>, a scheduler, an event stream, the settings.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    /// <summary>The settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The clock and alarm.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The bulletin board.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Where messages go that have no receiver.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Swallows messages without a trace.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>The system's own logger.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>When the system came up, on the monotonic clock of its scheduler.</summary>
    public TimeSpan StartTime { get; private protected set; }

    /// <summary>How long the system has been up, by the same clock.</summary>
    public TimeSpan Uptime => Scheduler.MonotonicClock - StartTime;

    /// <summary>Completes when the system has terminated.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>A system with the default settings.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>A system with settings of its own.</summary>
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));

    /// <summary>A system with settings of its own.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>A system from all that a setup holds.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var config = setup.Get<BootstrapSetup>() is { HasValue: true, Value.Config: { HasValue: true } given } ? given.Value : Config.Empty;
        var system = new ActorSystemImpl(name, config, setup);
        system.Start();
        return system;
    }

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Stops an actor after its current message.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Stops everything, by way of coordinated shutdown.</summary>
    public abstract Task Terminate();

    /// <summary>Runs code after all actors have stopped; what was registered last runs first.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Makes an extension, or finds the one made before.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>The extension of an id; null if it was not registered.</summary>
    public abstract object? GetExtension(IExtensionId extensionId);

    /// <summary>The extension of a type; null if it was not registered.</summary>
    public abstract T? GetExtension<T>() where T : class, IExtension;

    /// <summary>Whether an extension of the type was registered.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>Whether an extension of the type was registered.</summary>
    public abstract bool HasExtension<T>() where T : class, IExtension;

    /// <summary>Finds an extension by type.</summary>
    public abstract bool TryGetExtension(Type extensionType, [MaybeNullWhen(false)] out object extension);

    /// <summary>Finds an extension by type.</summary>
    public abstract bool TryGetExtension<T>([MaybeNullWhen(false)] out T extension) where T : class, IExtension;

    /// <summary>Terminates the system and waits until that is done.</summary>
    public void Dispose()
    {
        Await(Terminate());
        GC.SuppressFinalize(this);
    }

    internal virtual void Await(Task task) => task.GetAwaiter().GetResult();
}

/// <summary>What extensions see of a system.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>Creates an actor under <c>/system</c>.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);
}
