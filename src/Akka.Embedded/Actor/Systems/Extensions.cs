using System.Collections.Concurrent;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The extensions of a system, each made once however many ask at the same time; one that failed fails the same way again.
/// </summary>
internal sealed class Extensions(ActorSystemImpl system)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();

    public object Register(IExtensionId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _extensions.GetOrAdd(id.ExtensionType, _ => new Lazy<object>(() => id.CreateExtension(system))).Value;
    }

    public object? Find(Type type) => _extensions.TryGetValue(type, out var extension) ? extension.Value : null;

    /// <summary>Makes the extensions that the settings name.</summary>
    public void LoadConfigured()
    {
        foreach (var name in system.Settings.Config.GetStringList("akka.extensions"))
        {
            if (Types.Find(name) is { } type && typeof(IExtensionId).IsAssignableFrom(type))
                Register((IExtensionId)Activator.CreateInstance(type)!);
            else
                system.Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
        }
    }
}
