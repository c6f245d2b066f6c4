namespace Akka.Actor;

/// <summary>Finds the types that settings name.</summary>
internal static class Types
{
    /// <summary>The type of a name, wherever it is loaded: settings name assemblies as the official packages do.</summary>
    public static Type? Find(string name)
    {
        if (name.Length == 0)
            return null;
        if (Type.GetType(name, throwOnError: false) is { } exact)
            return exact;

        var bare = name.Split(',')[0].Trim();
        return AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(bare, throwOnError: false))
            .FirstOrDefault(type => type is not null);
    }
}
