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
    /// <summary>Print it.</summary>
    Keep,

    /// <summary>Leave it out.</summary>
    Drop,

    /// <summary>Ask the next filter.</summary>
    NoDecision,
}

/// <summary>Leaves out lines of the log.</summary>
public abstract class LogFilterBase : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>What the filter looks at.</summary>
    public abstract LogFilterType FilterType { get; }

    /// <summary>Decides about a line; <paramref name="expandedMessage"/> is its text, made at most once for all filters.</summary>
    public abstract LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null);
}

/// <summary>Leaves out lines whose text matches.</summary>
public sealed class RegexLogMessageFilter(Regex messageRegex) : LogFilterBase
{
    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Content;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        messageRegex.IsMatch(expandedMessage ?? content.Message.ToString() ?? "") ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}

/// <summary>Leaves out lines whose source matches.</summary>
public sealed class RegexLogSourceFilter(Regex sourceRegex) : LogFilterBase
{
    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        sourceRegex.IsMatch(content.LogSource) ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}

/// <summary>Leaves out the lines of one source.</summary>
public sealed class ExactMatchLogSourceFilter(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase) : LogFilterBase
{
    /// <inheritdoc/>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc/>
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        content.LogSource.Equals(source, comparison) ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}

internal sealed class MessageContainingFilter(string part) : LogFilterBase
{
    public override LogFilterType FilterType => LogFilterType.Content;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        (expandedMessage ?? content.Message.ToString() ?? "").Contains(part, StringComparison.Ordinal)
            ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}

internal sealed class SourceTextFilter(Func<string, bool> drops) : LogFilterBase
{
    public override LogFilterType FilterType => LogFilterType.Source;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        drops(content.LogSource) ? LogFilterDecision.Drop : LogFilterDecision.NoDecision;
}
