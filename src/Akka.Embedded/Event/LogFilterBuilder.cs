using System.Text.RegularExpressions;

namespace Akka.Event;

/// <summary>Puts log filters together.</summary>
public sealed class LogFilterBuilder
{
    private readonly List<LogFilterBase> _filters = [];

    /// <summary>Adds a filter.</summary>
    public LogFilterBuilder Add(LogFilterBase filter)
    {
        _filters.Add(filter);
        return this;
    }

    /// <summary>Adds filters.</summary>
    public LogFilterBuilder AddRange(IEnumerable<LogFilterBase> filters)
    {
        _filters.AddRange(filters);
        return this;
    }

    /// <summary>Leaves out one source.</summary>
    public LogFilterBuilder ExcludeSourceExactly(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        Add(new ExactMatchLogSourceFilter(source, comparison));

    /// <summary>Leaves out sources that start so.</summary>
    public LogFilterBuilder ExcludeSourceStartingWith(string sourceStart) =>
        Add(new SourceTextFilter(source => source.StartsWith(sourceStart, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Leaves out sources that end so.</summary>
    public LogFilterBuilder ExcludeSourceEndingWith(string sourceEnd) =>
        Add(new SourceTextFilter(source => source.EndsWith(sourceEnd, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Leaves out sources that contain this.</summary>
    public LogFilterBuilder ExcludeSourceContaining(string sourcePart) =>
        Add(new SourceTextFilter(source => source.Contains(sourcePart, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Leaves out sources that match.</summary>
    public LogFilterBuilder ExcludeSourceRegex(Regex regex) => Add(new RegexLogSourceFilter(regex));

    /// <summary>Leaves out lines that contain this.</summary>
    public LogFilterBuilder ExcludeMessageContaining(string messagePart) => Add(new MessageContainingFilter(messagePart));

    /// <summary>Leaves out lines that match.</summary>
    public LogFilterBuilder ExcludeMessageRegex(Regex regex) => Add(new RegexLogMessageFilter(regex));

    /// <summary>The setup that brings the filters into a system.</summary>
    public LogFilterSetup Build() => new([.. _filters]);
}

/// <summary>Brings log filters into a system.</summary>
public sealed class LogFilterSetup(LogFilterBase[] filters) : Actor.Setup.Setup
{
    /// <summary>The filters, in the order they are asked.</summary>
    public LogFilterBase[] Filters { get; } = filters;

    /// <summary>What applies the filters.</summary>
    public LogFilterEvaluator CreateEvaluator() => new(Filters);
}

/// <summary>Applies log filters, those that look at the source first.</summary>
public class LogFilterEvaluator
{
    /// <summary>Keeps everything.</summary>
    public static readonly LogFilterEvaluator NoFilters = new([]);

    private readonly LogFilterBase[] _sourceFilters;
    private readonly LogFilterBase[] _contentFilters;

    /// <summary>Applies the filters in order.</summary>
    public LogFilterEvaluator(LogFilterBase[] filters)
    {
        _sourceFilters = [.. filters.Where(filter => filter.FilterType == LogFilterType.Source)];
        _contentFilters = [.. filters.Where(filter => filter.FilterType == LogFilterType.Content)];
    }

    /// <summary>Whether no filter needs the text of a line.</summary>
    public bool EvaluatesLogSourcesOnly => _contentFilters.Length == 0;

    /// <summary>Whether to print a line; its text is handed back when it had to be made.</summary>
    public virtual bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
    {
        expandedLogMessage = "";
        foreach (var filter in _sourceFilters)
            if (filter.ShouldKeepMessage(evt) is not LogFilterDecision.NoDecision and var decision)
                return decision == LogFilterDecision.Keep;
        if (EvaluatesLogSourcesOnly)
            return true;

        expandedLogMessage = evt.Message.ToString() ?? "";
        foreach (var filter in _contentFilters)
            if (filter.ShouldKeepMessage(evt, expandedLogMessage) is not LogFilterDecision.NoDecision and var decision)
                return decision == LogFilterDecision.Keep;
        return true;
    }
}
