namespace Akka.Actor;

/// <summary>A directive concerns all children of the supervisor.</summary>
public class AllForOneStrategy : SupervisorStrategy, IEquatable<AllForOneStrategy>
{
    /// <summary>At most so many restarts in so much time; null for no bound.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries, withinTimeRange, Akka.Actor.Decider.From(localOnlyDecider)) { }

    /// <summary>At most so many restarts in so much time; null for no bound.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, withinTimeRange is { } range ? (int)range.TotalMilliseconds : Timeout.Infinite, decider) { }

    /// <summary>At most so many restarts in so many milliseconds; −1 for no bound.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled) { }

    /// <summary>At most so many restarts in so many milliseconds; −1 for no bound.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, loggingEnabled) => Decider = decider;

    /// <summary>Restarts without bound.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, Timeout.Infinite, localOnlyDecider) { }

    /// <summary>Restarts without bound.</summary>
    public AllForOneStrategy(IDecider decider) : this(-1, Timeout.Infinite, decider) { }

    /// <summary>Restarts without bound, by the default decider.</summary>
    protected AllForOneStrategy() : this(DefaultDecider) { }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>The restarts allowed within the time range; −1 for no bound.</summary>
    public int MaxNumberOfRetries => MaxRetries;

    /// <summary>The time range in milliseconds; −1 for none.</summary>
    public int WithinTimeRangeMilliseconds => WithinMilliseconds;

    /// <inheritdoc/>
    public bool Equals(AllForOneStrategy? other) =>
        ReferenceEquals(this, other)
        || (other is not null && MaxRetries == other.MaxRetries && WithinMilliseconds == other.WithinMilliseconds
            && Decider.Equals(other.Decider));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AllForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Decider, MaxRetries, WithinMilliseconds);

    internal override void Carry(ActorCell supervisor, bool restart, LocalRef child, Exception cause)
    {
        var children = supervisor.Children!.Snapshot();
        if (!restart || !Array.TrueForAll(children, MayRestart))
        {
            foreach (var each in children)
                supervisor.Stop(each);
            return;
        }

        foreach (var each in children)
        {
            if (!each.Equals(child))
                each.SendSystem(new Dispatch.Suspend());
            each.SendSystem(new Dispatch.Recreate(cause));
        }
    }
}
