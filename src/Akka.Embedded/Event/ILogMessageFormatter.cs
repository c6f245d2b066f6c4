using System.Globalization;

namespace Akka.Event;

/// <summary>Fills arguments into templates.</summary>
public interface ILogMessageFormatter
{
    /// <summary>The text of a line.</summary>
    string Format(string format, params object[] args);

    /// <summary>The text of a line.</summary>
    string Format(string format, IEnumerable<object> args);
}

/// <summary>Positional templates, <c>{0}</c>, as <see cref="string.Format(string, object[])"/> reads them.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The only one needed.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    /// <inheritdoc/>
    public string Format(string format, params object[] args) =>
        args is { Length: > 0 } ? string.Format(CultureInfo.CurrentCulture, format, args) : format;

    /// <inheritdoc/>
    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
}
