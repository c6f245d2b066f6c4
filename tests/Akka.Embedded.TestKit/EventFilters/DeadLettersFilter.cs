using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>
/// Picks dead letters by text, by whom they were for, and by themselves. <see cref="TestEventListener"/> shows each to
/// the filters as a warning of the one it was for.
/// </summary>
public sealed class DeadLettersFilter : EventFilterBase
{
    private readonly IStringMatcher _text;
    private readonly IStringMatcher _source;
    private readonly Predicate<DeadLetter> _isMatch;

    /// <summary>A filter; without a predicate, every dead letter will do.</summary>
    public DeadLettersFilter(IStringMatcher messageMatcher, IStringMatcher sourceMatcher, Predicate<DeadLetter>? isMatch = null)
    {
        _text = messageMatcher;
        _source = sourceMatcher;
        _isMatch = isMatch ?? (static _ => true);
    }

    /// <inheritdoc/>
    public override string ToString() => "DeadLetter";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) =>
        evt is Warning { Message: DeadLetter letter } && _isMatch(letter) && _source.IsMatch(evt.LogSource) && _text.IsMatch(letter.ToString());
}
