namespace Akka.Configuration.Hocon;

/// <summary>What the lexer tells apart.</summary>
internal enum HoconTokenKind
{
    EndOfText,
    NewLine,
    Comma,
    Assign,
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    Unquoted,
    Quoted,
    Substitution,
}

/// <summary>A token with its text, the blanks before it (they count between two words of one value) and its line.</summary>
internal readonly record struct HoconToken(HoconTokenKind Kind, string Text, string Blanks, int Line);
