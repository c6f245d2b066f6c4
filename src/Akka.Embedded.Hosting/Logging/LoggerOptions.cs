using Akka.Hosting.Configuration;

namespace Akka.Hosting;

/// <summary>None, all or some.</summary>
public enum TriStateValue
{
    /// <summary>None.</summary>
    None,

    /// <summary>All.</summary>
    All,

    /// <summary>Some: as many as the count says.</summary>
    Some,
}

/// <summary>How dead letters are logged; null leaves the default.</summary>
public class DeadLetterOptions
{
    /// <summary>Whether none, all or some are logged.</summary>
    public TriStateValue ShouldLog { get; set; } = TriStateValue.Some;

    /// <summary>How many are logged before the pause; 10 if null.</summary>
    public int? LogCount { get; set; }

    /// <summary>Whether they are logged while the system shuts down.</summary>
    public bool? LogDuringShutdown { get; set; }

    /// <summary>The length of the pause; zero is for ever.</summary>
    public TimeSpan? LogSuspendDuration { get; set; }

    /// <summary>The options as HOCON.</summary>
    public override string ToString() => string.Join('\n', Lines());

    internal IEnumerable<string> Lines()
    {
        if (ShouldLog == TriStateValue.None)
            yield return "akka.log-dead-letters = off";
        else if (ShouldLog == TriStateValue.All)
            yield return "akka.log-dead-letters = on";
        else
            yield return LogCount is null or > 0
                ? $"akka.log-dead-letters = {LogCount ?? 10}"
                : throw new Akka.Configuration.ConfigurationException($"{nameof(LogCount)} must be greater than 0");
        if (LogDuringShutdown is { } during)
            yield return $"akka.log-dead-letters-during-shutdown = {HoconValues.Switch(during)}";
        if (LogSuspendDuration is { } duration)
            yield return $"akka.log-dead-letters-suspend-duration = {HoconValues.Duration(duration)}";
    }
}

/// <summary>What the runtime logs about itself; null leaves the default.</summary>
public class DebugOptions
{
    /// <summary>Messages of actors that are ILogReceive.</summary>
    public bool? Receive { get; set; }

    /// <summary>PoisonPill, Kill, Identify and their kind.</summary>
    public bool? AutoReceive { get; set; }

    /// <summary>Starts, restarts, stops and watches.</summary>
    public bool? LifeCycle { get; set; }

    /// <summary>Events, transitions and timers of FSMs.</summary>
    public bool? FiniteStateMachine { get; set; }

    /// <summary>Subscriptions to the event stream.</summary>
    public bool? EventStream { get; set; }

    /// <summary>Messages that nobody handled.</summary>
    public bool? Unhandled { get; set; }

    /// <summary>Routers whose settings do not fit.</summary>
    public bool? RouterMisconfiguration { get; set; }

    /// <summary>The options as HOCON.</summary>
    public override string ToString() => string.Join('\n', Lines());

    internal IEnumerable<string> Lines() =>
        from option in ((string Key, bool? Value)[])
        [
            ("receive", Receive), ("autoreceive", AutoReceive), ("lifecycle", LifeCycle), ("fsm", FiniteStateMachine),
            ("event-stream", EventStream), ("unhandled", Unhandled), ("router-misconfiguration", RouterMisconfiguration),
        ]
        where option.Value.HasValue
        select $"akka.actor.debug.{option.Key} = {HoconValues.Switch(option.Value.GetValueOrDefault())}";
}
