namespace Akka.Event;

/// <summary>A template with its arguments; becomes text when somebody asks for it.</summary>
public abstract class LogMessage
{
    /// <summary>Fills the arguments into the template.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>A template and who fills it.</summary>
    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The template.</summary>
    public string Format { get; }

    /// <summary>The arguments in order.</summary>
    public abstract IEnumerable<object> Parameters();

    /// <summary>Template and arguments side by side.</summary>
    public abstract string Unformatted();
}

internal sealed class TemplateMessage(ILogMessageFormatter formatter, string format, object[] arguments) : LogMessage(formatter, format)
{
    public override IEnumerable<object> Parameters() => arguments;

    public override string Unformatted() => $"{Format} [{string.Join(',', arguments)}]";

    public override string ToString() => Formatter.Format(Format, arguments);
}
