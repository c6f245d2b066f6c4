using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Writes keys and literals so that they read back as what they are.</summary>
internal static class HoconText
{
    public static string Key(string key) => IsPlain(key) && !key.Contains('.') ? key : Quote(key);

    public static string Literal(string? value) => value is null ? "null" : IsPlain(value) && value != "null" ? value : Quote(value);

    private static bool IsPlain(string text) =>
        text.Length > 0 && text == text.Trim() && !text.Contains("//", StringComparison.Ordinal)
        && text.AsSpan().IndexOfAny(HoconLexer.NotInUnquotedText) < 0;

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
