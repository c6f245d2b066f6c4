using System.Globalization;
using System.Text;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Akka.Hosting.Configuration;

/// <summary>Turns the host's configuration into HOCON.</summary>
public static class ConfigurationHoconAdapter
{
    /// <summary>
    /// The same tree; sections with numbered keys become lists, and keys have <c>-</c> for <c>_</c>. Normalized keys are in
    /// lower case besides, also those in quotes.
    /// </summary>
    public static Config ToHocon(this IConfiguration config, bool normalizeKeys = true)
    {
        var text = new StringBuilder();
        foreach (var child in config.GetChildren())
            WriteMember(text, child, normalizeKeys);
        return ConfigurationFactory.ParseString(text.ToString());
    }

    private static void WriteMember(StringBuilder text, IConfigurationSection section, bool normalize)
    {
        text.Append(Key(section.Key, normalize)).Append(" = ");
        WriteValue(text, section, normalize);
        text.Append('\n');
    }

    private static void WriteValue(StringBuilder text, IConfigurationSection section, bool normalize)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
            text.Append(section.Value is { } value ? HoconValues.Quoted(value) : "null");
        else if (children.TrueForAll(child => IsIndex(child.Key)))
            WriteList(text, children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture)), normalize);
        else
            WriteObject(text, children, normalize);
    }

    private static void WriteList(StringBuilder text, IEnumerable<IConfigurationSection> items, bool normalize)
    {
        text.Append('[');
        foreach (var item in items)
        {
            WriteValue(text, item, normalize);
            text.Append(',');
        }

        text.Append(']');
    }

    private static void WriteObject(StringBuilder text, List<IConfigurationSection> members, bool normalize)
    {
        text.Append("{\n");
        foreach (var member in members)
            WriteMember(text, member, normalize);
        text.Append('}');
    }

    // A dotted key is a path, as in HOCON, unless it is quoted.
    private static string Key(string key, bool normalize)
    {
        if (key.StartsWith('"') && key.EndsWith('"') && key.Length > 1)
            return HoconValues.Quoted(Cased(key[1..^1], normalize));
        return string.Join('.', Cased(key, normalize).Replace('_', '-').Split('.').Select(HoconValues.Quoted));
    }

    private static string Cased(string key, bool normalize) => normalize ? key.ToLowerInvariant() : key;

    private static bool IsIndex(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
