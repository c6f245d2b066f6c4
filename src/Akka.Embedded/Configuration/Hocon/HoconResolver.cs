namespace Akka.Configuration.Hocon;

/// <summary>Finds what each <c>${path}</c> stands for, once the whole text is known; a reference to itself is an error.</summary>
internal sealed class HoconResolver(HoconValue root)
{
    private readonly HashSet<HoconSubstitution> _underway = [];

    public void Resolve(IEnumerable<HoconSubstitution> substitutions)
    {
        foreach (var substitution in substitutions)
            Resolve(substitution);
    }

    private void Resolve(HoconSubstitution substitution)
    {
        if (substitution.ResolvedValue is not null)
            return;
        if (!_underway.Add(substitution))
            throw new ConfigurationException($"HOCON: ${{{substitution.Path}}} refers to itself.");

        var value = Find(substitution.Path);
        ResolveWithin(value);
        substitution.ResolvedValue = value;
        _underway.Remove(substitution);
    }

    private HoconValue Find(string path)
    {
        var value = root;
        foreach (var key in HoconPath.Split(path))
        {
            Resolve(value.Values.OfType<HoconSubstitution>());
            value = value.GetChildObject(key)
                ?? throw new FormatException($"HOCON: ${{{path}}} stands for nothing in this text.");
        }

        return value;
    }

    private void ResolveWithin(HoconValue value)
    {
        foreach (var element in value.Values)
        {
            switch (element)
            {
                case HoconSubstitution inner:
                    Resolve(inner);
                    break;
                case HoconObject members:
                    foreach (var member in members.Items.Values)
                        ResolveWithin(member);
                    break;
                case HoconArray items:
                    items.ForEach(ResolveWithin);
                    break;
            }
        }
    }
}
