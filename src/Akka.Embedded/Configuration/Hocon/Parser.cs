namespace Akka.Configuration.Hocon;

/// <summary>Turns HOCON text into a tree: tokens, then objects, lists and values, then resolved references.</summary>
public class Parser
{
    /// <summary>Bounds the nesting of objects and lists, and with it the parser's stack.</summary>
    private const int MaximumDepth = 200;

    private readonly HoconLexer _lexer;
    private readonly Func<string, HoconRoot>? _include;
    private readonly HoconObject _top = new();
    private readonly List<HoconSubstitution> _substitutions = [];
    private HoconToken _token;
    private HoconToken _following;
    private int _depth;

    private Parser(string text, Func<string, HoconRoot>? include)
    {
        _lexer = new HoconLexer(text);
        _include = include;
        _token = _lexer.Next();
        _following = _lexer.Next();
    }

    /// <summary>Parses <paramref name="text"/>; <c>include "name"</c> is answered by <paramref name="includeCallback"/>.</summary>
    public static HoconRoot Parse(string text, Func<string, HoconRoot>? includeCallback)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Parser(text, includeCallback).ParseText();
    }

    private HoconRoot ParseText()
    {
        SkipLines();
        TryTake(HoconTokenKind.ObjectStart);
        ParseMembers(_top);

        var root = new HoconValue([_top]);
        new HoconResolver(root).Resolve(_substitutions);
        return new HoconRoot(root);
    }

    /// <summary>Reads members up to the closing brace. The end of the text closes whatever is open, as in Akka.NET.</summary>
    private void ParseMembers(HoconObject owner)
    {
        if (++_depth > MaximumDepth)
            throw Error($"objects and lists are nested deeper than {MaximumDepth}");
        while (SkipSeparators() is not (HoconTokenKind.ObjectEnd or HoconTokenKind.EndOfText))
        {
            if (_token is { Kind: HoconTokenKind.Unquoted, Text: "include" } && _following.Kind == HoconTokenKind.Quoted)
                ParseInclude(owner);
            else
                ParseMember(owner);
        }

        _depth--;
        Advance();
    }

    private void ParseMember(HoconObject owner)
    {
        var keys = ParseKey();
        for (var i = 0; i < keys.Count - 1; i++)
            owner = owner.GetOrCreateKey(keys[i]).ObjectToWriteInto();
        var value = owner.GetOrCreateKey(keys[^1]);

        if (TryTake(HoconTokenKind.Assign))
            ParseAssigned(value);
        else if (_token.Kind == HoconTokenKind.ObjectStart)
            ParseValue(value);
        else if (_token.Kind != HoconTokenKind.EndOfText)
            throw Error($"'{string.Join('.', keys)}' is followed by neither '=', ':' nor '{{'");
    }

    /// <summary>Reads words and quoted pieces up to the assignment or brace, lines no matter; only dots in unquoted pieces divide.</summary>
    private List<string> ParseKey()
    {
        var keys = new HoconKeys();
        for (; _token.Kind is HoconTokenKind.Unquoted or HoconTokenKind.Quoted or HoconTokenKind.NewLine; Advance())
            keys.Add(_token);
        return keys.IsEmpty ? throw Error($"'{_token.Text}' where a key should be") : keys.Finish();
    }

    /// <summary>An object adds to the object that is there; anything else takes the place of what is there.</summary>
    private void ParseAssigned(HoconValue value)
    {
        if (!value.IsObject())
            value.Values.Clear();
        SkipLines();
        ParseValue(value);
    }

    /// <summary>Reads the pieces of one value up to the end of its line, a comma or a closing bracket.</summary>
    private void ParseValue(HoconValue value)
    {
        var endsInObject = false;
        while (true)
        {
            switch (_token.Kind)
            {
                case HoconTokenKind.ObjectStart:
                    Advance();
                    ParseMembers(value.ObjectToWriteInto());
                    endsInObject = true;
                    break;
                case HoconTokenKind.ArrayStart:
                    Advance();
                    value.Values.Add(ParseArray());
                    break;
                case HoconTokenKind.Substitution:
                    AddSubstitution(value);
                    break;
                case HoconTokenKind.Unquoted or HoconTokenKind.Quoted when !endsInObject:
                    AddLiteral(value);
                    break;
                default:
                    return;
            }
        }
    }

    private HoconArray ParseArray()
    {
        if (++_depth > MaximumDepth)
            throw Error($"objects and lists are nested deeper than {MaximumDepth}");
        var items = new HoconArray();
        while (SkipSeparators() is not (HoconTokenKind.ArrayEnd or HoconTokenKind.EndOfText))
        {
            var item = new HoconValue();
            ParseValue(item);
            if (item.Values.Count == 0)
                throw Error($"'{_token.Text}' inside a list");
            items.Add(item);
        }

        _depth--;
        Advance();
        return items;
    }

    private void AddSubstitution(HoconValue value)
    {
        AddBlanks(value);
        var substitution = new HoconSubstitution(_token.Text);
        _substitutions.Add(substitution);
        value.Values.Add(substitution);
        Advance();
    }

    private void AddLiteral(HoconValue value)
    {
        if (value.IsObject())
            value.Values.Clear();
        AddBlanks(value);
        value.Values.Add(new HoconLiteral { Value = _token.Text });
        Advance();
    }

    private void AddBlanks(HoconValue value)
    {
        if (_token.Blanks.Length > 0 && value.Values is [.., HoconLiteral or HoconSubstitution])
            value.Values.Add(new HoconLiteral { Value = _token.Blanks });
    }

    private void ParseInclude(HoconObject owner)
    {
        Advance();
        if (_include is null)
            throw Error($"include \"{_token.Text}\" has no callback to answer it");
        foreach (var (key, value) in _include(_token.Text).Value.GetObject()?.Items ?? [])
            owner.GetOrCreateKey(key).Include(value);
        Advance();
    }

    private HoconTokenKind SkipSeparators()
    {
        while (_token.Kind is HoconTokenKind.NewLine or HoconTokenKind.Comma)
            Advance();
        return _token.Kind;
    }

    private void SkipLines()
    {
        while (_token.Kind == HoconTokenKind.NewLine)
            Advance();
    }

    private bool TryTake(HoconTokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private void Advance() => (_token, _following) = (_following, _lexer.Next());

    private ConfigurationException Error(string what) => new($"HOCON line {_token.Line}: {what}.");
}
