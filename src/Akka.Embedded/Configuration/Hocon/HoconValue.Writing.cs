namespace Akka.Configuration.Hocon;

public partial class HoconValue
{
    /// <summary>Takes in what an included text says of the same key: objects merge, anything else replaces.</summary>
    internal void Include(HoconValue included)
    {
        var merged = Merge(over: included, under: this);
        Values.Clear();
        Values.AddRange(merged.Values);
    }

    /// <summary>The object that takes the keys of <c>a.b = …</c>: the one there, or a new one in place of anything else.</summary>
    internal HoconObject ObjectToWriteInto()
    {
        if (Values is [HoconObject there, ..])
            return there;
        var created = new HoconObject();
        Values.Clear();
        Values.Add(created);
        return created;
    }
}
