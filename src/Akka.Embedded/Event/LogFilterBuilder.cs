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
    public LogFilterBuilder ExcludeSourceStartingWith(string sourceStart) => ExcludeSourceRegex(new Regex($"^{Regex.Escape(sourceStart)}"));

    /// <summary>Leaves out sources that end so.</summary>
    public LogFilterBuilder ExcludeSourceEndingWith(string sourceEnd) => ExcludeSourceRegex(new Regex($"{Regex.Escape(sourceEnd)}$"));

    /// <summary>Leaves out sources that contain this.</summary>
    public LogFilterBuilder ExcludeSourceContaining(string sourcePart) => ExcludeSourceRegex(new Regex(Regex.Escape(sourcePart)));

    /// <summary>Leaves out sources that match.</summary>
    public LogFilterBuilder ExcludeSourceRegex(Regex regex) => Add(new RegexLogSourceFilter(regex));

    /// <summary>Leaves out events whose text contains this; time, level, source and cause are part of the text.</summary>
    public LogFilterBuilder ExcludeMessageContaining(string messagePart) => ExcludeMessageRegex(new Regex(Regex.Escape(messagePart)));

    /// <summary>Leaves out events whose text matches; time, level, source and cause are part of the text.</summary>
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

/// <summary>Applies log filters; the text of an event is made only when one of them needs it.</summary>
public class LogFilterEvaluator
{
    /// <summary>Keeps everything.</summary>
    public static readonly LogFilterEvaluator NoFilters = new KeepingAll();

    private readonly LogFilterBase[] _filters;

    /// <summary>Applies the filters in order.</summary>
    public LogFilterEvaluator(LogFilterBase[] filters)
    {
        _filters = filters;
        EvaluatesLogSourcesOnly = filters.All(filter => filter.FilterType == LogFilterType.Source);
    }

    /// <summary>Whether no filter needs the text of an event.</summary>
    public bool EvaluatesLogSourcesOnly { get; }

    /// <summary>
    /// Whether to keep an event. <paramref name="expandedLogMessage"/> is the text of one that is kept: the whole event
    /// where a filter looked at it, its message alone where none did.
    /// </summary>
    public virtual bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
    {
        expandedLogMessage = "";
        var text = EvaluatesLogSourcesOnly ? null : evt.ToString();
        foreach (var filter in _filters)
            if (filter.ShouldKeepMessage(evt, text) == LogFilterDecision.Drop)
                return false;
        expandedLogMessage = text ?? evt.Message.ToString() ?? "";
        return true;
    }

    private sealed class KeepingAll() : LogFilterEvaluator([])
    {
        public override bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
        {
            expandedLogMessage = evt.ToString();
            return true;
        }
    }
}
