namespace Akka.Actor;

/// <summary>Something that a system has exactly one of.</summary>
public interface IExtension;

/// <summary>Makes an extension and finds it again.</summary>
public interface IExtensionId
{
    /// <summary>The type of the extension.</summary>
    Type ExtensionType { get; }

    /// <summary>The extension, made at the first call.</summary>
    object Apply(ActorSystem system);

    /// <summary>The extension if it was made before; null otherwise.</summary>
    object? Get(ActorSystem system);

    /// <summary>Makes the extension; the runtime calls this once per system.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <summary>Makes an extension of a type and finds it again.</summary>
public interface IExtensionId<out T> : IExtensionId where T : IExtension
{
    /// <summary>The extension, made at the first call.</summary>
    new T Apply(ActorSystem system);

    /// <summary>The extension if it was made before; null otherwise.</summary>
    new T Get(ActorSystem system);

    /// <summary>Makes the extension; the runtime calls this once per system.</summary>
    new T CreateExtension(ExtendedActorSystem system);
}

/// <summary>The base of extension ids.</summary>
public abstract class ExtensionIdProvider<T> : IExtensionId<T> where T : IExtension
{
    /// <inheritdoc/>
    public Type ExtensionType => typeof(T);

    /// <inheritdoc/>
    public T Apply(ActorSystem system) => (T)system.RegisterExtension(this);

    /// <inheritdoc/>
    public T Get(ActorSystem system) => (T)system.GetExtension(this)!;

    /// <inheritdoc/>
    public abstract T CreateExtension(ExtendedActorSystem system);

    object IExtensionId.Apply(ActorSystem system) => Apply(system);

    object? IExtensionId.Get(ActorSystem system) => Get(system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IExtensionId other && other.ExtensionType == ExtensionType;

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(T).GetHashCode();
}

/// <summary>Shorter ways to an extension.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension of a type that is registered already.</summary>
    public static T WithExtension<T>(this ActorSystem system) where T : class, IExtension => system.GetExtension<T>()!;

    /// <summary>The extension that an id of a type makes.</summary>
    public static T WithExtension<T>(this ActorSystem system, Type extensionId) where T : class, IExtension =>
        system.HasExtension<T>() ? system.GetExtension<T>()! : (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId)!);

    /// <summary>The extension that an id makes.</summary>
    public static T WithExtension<T, TI>(this ActorSystem system) where T : class, IExtension where TI : IExtensionId =>
        system.HasExtension<T>() ? system.GetExtension<T>()! : (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(typeof(TI))!);
}
