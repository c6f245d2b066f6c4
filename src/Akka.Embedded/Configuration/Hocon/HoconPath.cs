namespace Akka.Configuration.Hocon;

/// <summary>Splits <c>a."b.c".d</c> into its keys; dots inside quotes belong to the key.</summary>
internal static class HoconPath
{
    public static IEnumerable<string> Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Contains('"') ? SplitQuoted(path) : path.Split('.');
    }

    private static List<string> SplitQuoted(string path)
    {
        var keys = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i == path.Length || (path[i] == '.' && !quoted))
            {
                keys.Add(path[start..i].Trim('"'));
                start = i + 1;
            }
            else if (path[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return keys;
    }
}
