using System.Globalization;
using System.Text;

namespace Akka.Hosting;

/// <summary>Writes values as HOCON.</summary>
public static class HoconExtensions
{
    private const string Illegal = "$\"{}[]:=,#`^?!@*&\\";

    /// <summary>The text as it may stand behind a key: in quotes, with escapes, where HOCON would read it as anything else.</summary>
    public static string ToHocon(this string? text) =>
        text is null ? "null" : NeedsQuotes(text) ? Quoted(text) : text;

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Any(c => Illegal.Contains(c) || IsEscaped(c));

    private static bool IsEscaped(char c) => c is '/' or < ' ' or > '~';

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' or '/' => quoted.Append('\\').Append(c),
                '\b' => quoted.Append(@"\b"),
                '\f' => quoted.Append(@"\f"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                < ' ' or > '~' => quoted.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
