using System.Text.RegularExpressions;
using Akka.Actor;

namespace Akka.Event;

/// <summary>What a filter looks at.</summary>
public enum LogFilterType
{
    /// <summary>The source only, so that the text need not be made.</summary>
    Source,

    /// <summary>The text.</summary>
    Content,
}

/// <summary>What a filter says about a line.</summary>
public enum LogFilterDecision
{
    /// <summary>Nothing speaks against it.</summary>
    Keep,

    /// <summary>Leave it out, whatever other filters say.</summary>
    Drop,

    /// <summary>The filter would need the text to decide.</summary>
    NoDecision,
}

/// <summary>Leaves out lines of the log.</summary>
public abstract class LogFilterBase : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>What the filter looks at.</summary>
    public abstract LogFilterType FilterType { get; }

    /// <summary>Decides about a line; <paramref name="expandedMessage"/> is the text of the event, made at most once for all filters.</summary>
    public abstract LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null);
}

/// <summary>Leaves out events whose text, cause included, matches.</summary>
public sealed class RegexLogMessageFilter(Regex messageRegex) : LogFilterBase
{
    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Content;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        expandedMessage is null ? LogFilterDecision.NoDecision
        : messageRegex.IsMatch(expandedMessage) ? LogFilterDecision.Drop
        : LogFilterDecision.Keep;
}

/// <summary>Leaves out events whose source matches.</summary>
public sealed class RegexLogSourceFilter(Regex sourceRegex) : LogFilterBase
{
    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        sourceRegex.IsMatch(content.LogSource) ? LogFilterDecision.Drop : LogFilterDecision.Keep;
}

/// <summary>Leaves out the events of one source.</summary>
public sealed class ExactMatchLogSourceFilter : LogFilterBase
{
    private readonly string _source;

    /// <summary>
    /// Leaves out what comes from exactly <paramref name="source"/>. Akka.NET asks for a comparison but compares letter by
    /// letter whatever the answer, and so does this.
    /// </summary>
    public ExactMatchLogSourceFilter(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        _ = comparison;
        _source = source;
    }

    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        content.LogSource == _source ? LogFilterDecision.Drop : LogFilterDecision.Keep;
}
