using System.Buffers;
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Cuts HOCON text into tokens, one character of lookahead, comments dropped.</summary>
internal sealed class HoconLexer(string text)
{
    /// <summary>Characters that have, or are reserved for, a meaning of their own.</summary>
    public static readonly SearchValues<char> NotInUnquotedText = SearchValues.Create("$\"{}[]:=,#`^?!@*&\\\r\n");

    private int _position;
    private int _line = 1;

    public HoconToken Next()
    {
        var blanks = TakeBlanks();
        SkipComment();
        var line = _line;
        var (kind, content) = Scan();
        return new HoconToken(kind, content, blanks, line);
    }

    private (HoconTokenKind Kind, string Text) Scan()
    {
        if (_position >= text.Length)
            return (HoconTokenKind.EndOfText, "");

        switch (text[_position])
        {
            case '\n':
                _line++;
                return Single(HoconTokenKind.NewLine);
            case ',':
                return Single(HoconTokenKind.Comma);
            case ':' or '=':
                return Single(HoconTokenKind.Assign);
            case '{':
                return Single(HoconTokenKind.ObjectStart);
            case '}':
                return Single(HoconTokenKind.ObjectEnd);
            case '[':
                return Single(HoconTokenKind.ArrayStart);
            case ']':
                return Single(HoconTokenKind.ArrayEnd);
            case '"' when At("\"\"\""):
                return (HoconTokenKind.Quoted, TakeTripleQuoted());
            case '"':
                return (HoconTokenKind.Quoted, TakeQuoted());
            case '$' when At("${"):
                return (HoconTokenKind.Substitution, TakeSubstitution());
            default:
                return (HoconTokenKind.Unquoted, TakeUnquoted());
        }
    }

    private (HoconTokenKind Kind, string Text) Single(HoconTokenKind kind) => (kind, text[_position++].ToString());

    private string TakeUnquoted()
    {
        var start = _position;
        while (_position < text.Length && !IsBlank(text[_position]) && !At("//") && !NotInUnquotedText.Contains(text[_position]))
        {
            if (At("+="))
                throw Error("'+=' is not supported; write the whole list");
            _position++;
        }

        return _position > start ? text[start.._position] : throw new FormatException(Words($"'{text[_position]}' must be quoted"));
    }

    private string TakeTripleQuoted()
    {
        var start = _position + 3;
        var end = text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (end < 0)
            throw Error("the triple-quoted text is not closed");

        _position = end + 3;
        var content = text[start..end];
        _line += content.Count(c => c == '\n');
        return content;
    }

    private string TakeQuoted()
    {
        var content = new StringBuilder();
        for (_position++; _position < text.Length && text[_position] != '"'; _position++)
        {
            _line += text[_position] == '\n' ? 1 : 0;
            content.Append(text[_position] == '\\' ? TakeEscape() : text[_position]);
        }

        if (_position >= text.Length)
            throw Error("the quoted text is not closed");
        _position++;
        return content.ToString();
    }

    private char TakeEscape()
    {
        var escaped = ++_position < text.Length ? text[_position] : '\0';
        return escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeCodeUnit(),
            _ => throw new FormatException(Words($"'\\{escaped}' is not an escape; write '\\\\' or use triple quotes")),
        };
    }

    private char TakeCodeUnit()
    {
        if (_position + 4 >= text.Length
            || !ushort.TryParse(text.AsSpan(_position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw new FormatException(Words("'\\u' needs four hexadecimal digits"));

        _position += 4;
        return (char)unit;
    }

    private string TakeSubstitution()
    {
        var start = _position + 2;
        var end = text.IndexOf('}', start);
        if (end < 0)
            throw Error("the reference '${' is not closed");
        if (text[start] == '?')
            throw Error("optional references '${?…}' are not supported");

        _position = end + 1;
        return text[start..end].Trim();
    }

    private string TakeBlanks()
    {
        var start = _position;
        while (_position < text.Length && IsBlank(text[_position]))
            _position++;
        return text[start.._position];
    }

    private void SkipComment()
    {
        if (!At("#") && !At("//"))
            return;
        var end = text.IndexOf('\n', _position);
        _position = end < 0 ? text.Length : end;
    }

    private bool At(string word) => string.CompareOrdinal(text, _position, word, 0, word.Length) == 0;

    // The byte order mark heads some files; a carriage return belongs to the line end after it.
    private static bool IsBlank(char c) => c != '\n' && (char.IsWhiteSpace(c) || c == '\uFEFF');

    private ConfigurationException Error(string what) => new(Words(what));

    private string Words(string what) => $"HOCON line {_line}: {what}.";
}
