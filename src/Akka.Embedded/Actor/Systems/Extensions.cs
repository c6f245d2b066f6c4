using System.Collections.Concurrent;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The extensions of a system, each made once however many ask at the same time; one that failed fails the same way again.
/// </summary>
internal sealed class Extensions(ActorSystemImpl system)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();

    public object Register(IExtensionId id) =>
        _extensions.GetOrAdd(id.ExtensionType, _ => new Lazy<object>(() => id.CreateExtension(system))).Value;

    public object? Find(Type type) => _extensions.TryGetValue(type, out var extension) ? extension.Value : null;

    /// <summary>Whether an extension was registered, be it one that failed.</summary>
    public bool Contains(Type type) => _extensions.ContainsKey(type);

    /// <summary>Makes the extensions that the settings name; one that cannot be made from its name is left out, with an error in the log.</summary>
    public void LoadConfigured()
    {
        IExtensionId[] ids = [.. system.Settings.Config.GetStringList("akka.extensions").Select(Instantiate).OfType<IExtensionId>()];
        foreach (var id in ids)
            Register(id);
    }

    private IExtensionId? Instantiate(string name)
    {
        if (Types.Find(name) is not { IsAbstract: false } type || !typeof(IExtensionId).IsAssignableFrom(type))
        {
            system.Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
            return null;
        }

        try
        {
            return (IExtensionId)Activator.CreateInstance(type)!;
        }
        catch (Exception cause)
        {
            system.Log.Error(cause, "While trying to load extension [{0}], skipping...", name);
            return null;
        }
    }
}
