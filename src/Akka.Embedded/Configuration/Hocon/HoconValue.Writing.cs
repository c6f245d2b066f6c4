namespace Akka.Configuration.Hocon;

public partial class HoconValue
{
    /// <summary>Puts a later value in the place of this one: objects merge, anything else replaces.</summary>
    internal void Assign(HoconValue later)
    {
        if (Values is [HoconObject mine] && later.Values is [HoconObject theirs])
        {
            foreach (var (key, value) in theirs.Items)
                mine.GetOrCreateKey(key).Assign(value);
            return;
        }

        if (!MayBeObject(this) || !MayBeObject(later))
            Values.Clear();
        Values.AddRange(later.Values);
    }

    /// <summary>The object that takes the keys of <c>a.b = …</c>: the one there, or a new one in place of a scalar.</summary>
    internal HoconObject ObjectToWriteInto()
    {
        if (Values is [.., HoconObject last])
            return last;
        if (!MayBeObject(this))
            Values.Clear();
        var created = new HoconObject();
        Values.Add(created);
        return created;
    }

    private static bool MayBeObject(HoconValue value) =>
        value.Values.Count > 0 && value.Values.TrueForAll(element => element is HoconObject or HoconSubstitution);
}
