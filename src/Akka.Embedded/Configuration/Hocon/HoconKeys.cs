using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Puts the keys of a path such as <c>a."b.c".d e</c> together, token by token.</summary>
internal sealed class HoconKeys
{
    private readonly List<string> _keys = [];
    private readonly StringBuilder _current = new();
    private string _gap = "";
    private bool _isQuoted;

    public bool IsEmpty { get; private set; } = true;

    public void Add(in HoconToken token)
    {
        _gap += token.Blanks;
        if (token.Kind == HoconTokenKind.NewLine)
        {
            _gap += token.Text;
            return;
        }

        _current.Append(IsEmpty ? "" : _gap);
        _gap = "";
        IsEmpty = false;
        if (token.Kind == HoconTokenKind.Quoted)
        {
            _isQuoted = true;
            _current.Append(token.Text);
        }
        else
        {
            AddUnquoted(token.Text);
        }
    }

    public List<string> Finish()
    {
        EndKey();
        return _keys;
    }

    private void AddUnquoted(string text)
    {
        var parts = text.Split('.');
        foreach (var part in parts[..^1])
        {
            _current.Append(part);
            EndKey();
        }

        _current.Append(parts[^1]);
    }

    private void EndKey()
    {
        _keys.Add(_isQuoted ? _current.ToString() : _current.ToString().Trim());
        _current.Clear();
        _isQuoted = false;
    }
}
