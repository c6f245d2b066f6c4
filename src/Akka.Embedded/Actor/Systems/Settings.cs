using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What the runtime reads from the configuration of a system.</summary>
public class Settings
{
    /// <summary>The settings in a configuration.</summary>
    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty) { }

    /// <summary>The settings in a configuration, with the setup it came with.</summary>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        Config = config.SafeWithFallback(ConfigurationFactory.Default());
        StdoutLogger = new StandardOutLogger();

        LogLevel = Config.GetString("akka.loglevel", "INFO")!;
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel", "WARNING")!;
        Loggers = Config.GetStringList("akka.loggers");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout", TimeSpan.FromSeconds(5));
        LoggerAsyncStart = Config.GetBoolean("akka.logger-async-start");
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = ReadLogDeadLetters(Config);
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetTimeSpan("akka.log-dead-letters-suspend-duration", TimeSpan.FromMinutes(5));
        LogFormatter = ReadFormatter(Config);

        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        CreationTimeout = Config.GetTimeSpan("akka.actor.creation-timeout", TimeSpan.FromSeconds(20));
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy", "")!;
        StashCapacity = Config.GetInt("akka.actor.default-mailbox.stash-capacity", -1);
        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugTimerScheduler = Config.GetBoolean("akka.actor.debug.log-timers");
        FsmDebugEvent = Config.GetBoolean("akka.actor.debug.fsm");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");

        SchedulerClass = Config.GetString("akka.scheduler.implementation", "")!;
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true);
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true);
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The configuration, defaults included.</summary>
    public Config Config { get; private set; }

    /// <summary>What the system was made from.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>The least severe level that reaches the loggers.</summary>
    public string LogLevel { get; }

    /// <summary>The least severe level printed while the system starts and stops.</summary>
    public string StdoutLogLevel { get; }

    /// <summary>Prints to standard output.</summary>
    public MinimalLogger StdoutLogger { get; }

    /// <summary>The types of the loggers.</summary>
    public IList<string> Loggers { get; }

    /// <summary>How long to wait for each logger.</summary>
    public TimeSpan LoggerStartTimeout { get; }

    /// <summary>Whether not to wait for the loggers.</summary>
    public bool LoggerAsyncStart { get; }

    /// <summary>Fills arguments into log templates.</summary>
    public ILogMessageFormatter LogFormatter { get; }

    /// <summary>Whether the configuration is logged at the start.</summary>
    public bool LogConfigOnStart { get; }

    /// <summary>How many dead letters are logged before a pause.</summary>
    public int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system stops.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary>The length of the pause.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; }

    /// <summary>How long <c>Ask</c> waits where nothing is said.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>How long the creation of a top-level actor may take.</summary>
    public TimeSpan CreationTimeout { get; }

    /// <summary>The type that makes the strategy of <c>/user</c>.</summary>
    public string SupervisorStrategyClass { get; }

    /// <summary>Whether messages to <see cref="ILogReceive"/> actors are logged.</summary>
    public bool AddLoggingReceive { get; }

    /// <summary>Whether messages that the runtime handles itself are logged.</summary>
    public bool DebugAutoReceive { get; }

    /// <summary>Whether starts, restarts and stops are logged.</summary>
    public bool DebugLifecycle { get; }

    /// <summary>Whether starts and ends of actors' timers are logged.</summary>
    public bool DebugTimerScheduler { get; }

    /// <summary>Whether events and transitions of state machines are logged that are <see cref="ILoggingFSM"/>.</summary>
    public bool FsmDebugEvent { get; }

    /// <summary>Whether subscriptions to the event stream are logged.</summary>
    public bool DebugEventStream { get; }

    /// <summary>Whether unhandled messages are logged.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary>The type of the scheduler.</summary>
    public string SchedulerClass { get; }

    /// <summary>How long the scheduler may take to stop.</summary>
    public TimeSpan SchedulerShutdownTimeout { get; }

    /// <summary>Whether coordinated shutdown terminates the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; }

    /// <summary>Whether terminating the system runs coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    internal int StashCapacity { get; }

    /// <summary>Adds a configuration under the present one.</summary>
    public void InjectTopLevelFallback(Config config) => Config = Config.SafeWithFallback(config);

    /// <inheritdoc/>
    public override string ToString() => Config.ToString();

    private static int ReadLogDeadLetters(Config config) => config.GetString("akka.log-dead-letters", "")!.ToLowerInvariant() switch
    {
        "on" or "true" => int.MaxValue,
        "off" or "false" => 0,
        _ => config.GetInt("akka.log-dead-letters"),
    };

    private static ILogMessageFormatter ReadFormatter(Config config)
    {
        var type = Types.Find(config.GetString("akka.logger-formatter", "")!);
        return type is null || type == typeof(DefaultLogMessageFormatter)
            ? DefaultLogMessageFormatter.Instance
            : (ILogMessageFormatter)Activator.CreateInstance(type)!;
    }
}
