namespace Akka.Actor;

/// <summary>A directive concerns the failed child alone.</summary>
public class OneForOneStrategy : SupervisorStrategy, IEquatable<OneForOneStrategy>
{
    /// <summary>At most so many restarts in so much time; null for no bound.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, Akka.Actor.Decider.From(localOnlyDecider)) { }

    /// <summary>At most so many restarts in so much time; null for no bound.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, withinTimeRange is { } range ? (int)range.TotalMilliseconds : Timeout.Infinite, decider) { }

    /// <summary>At most so many restarts in so many milliseconds; −1 for no bound.</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled) { }

    /// <summary>At most so many restarts in so many milliseconds; −1 for no bound.</summary>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, loggingEnabled) => Decider = decider;

    /// <summary>Restarts without bound.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, Timeout.Infinite, localOnlyDecider) { }

    /// <summary>Restarts without bound.</summary>
    public OneForOneStrategy(IDecider decider) : this(-1, Timeout.Infinite, decider) { }

    /// <summary>Restarts without bound, by the default decider.</summary>
    protected OneForOneStrategy() : this(DefaultDecider) { }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>The restarts allowed within the time range; −1 for no bound.</summary>
    public int MaxNumberOfRetries => MaxRetries;

    /// <summary>The time range in milliseconds; −1 for none.</summary>
    public int WithinTimeRangeMilliseconds => WithinMilliseconds;

    /// <summary>The same strategy with another bound.</summary>
    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) => new(maxNrOfRetries, WithinMilliseconds, Decider, LoggingEnabled);

    /// <inheritdoc/>
    public bool Equals(OneForOneStrategy? other) =>
        ReferenceEquals(this, other)
        || (other is not null && MaxRetries == other.MaxRetries && WithinMilliseconds == other.WithinMilliseconds
            && Decider.Equals(other.Decider));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OneForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Decider, MaxRetries, WithinMilliseconds);

    internal override void Carry(ActorCell supervisor, bool restart, LocalRef child, Exception cause)
    {
        if (restart && MayRestart(child))
            child.SendSystem(new Dispatch.Recreate(cause));
        else
            supervisor.Stop(child);
    }
}
