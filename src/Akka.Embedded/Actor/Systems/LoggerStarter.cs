using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Starts the loggers that the settings name, and goes back to standard output when the system stops.</summary>
internal static class LoggerStarter
{
    public static void Start(ActorSystemImpl system)
    {
        var settings = system.Settings;
        if (settings.Setup.Get<LogFilterSetup>() is { HasValue: true, Value: var filters })
            settings.StdoutLogger.Filter = filters.CreateEvaluator();

        var level = Logging.LogLevelFor(settings.LogLevel);
        if (level > LogLevel.ErrorLevel)
            system.EventStream.LogNothing();
        else
            system.EventStream.SetLogLevel(level);

        var number = 0;
        foreach (var name in settings.Loggers)
            Add(system, name, ++number);
    }

    /// <summary>Ends the delivery to the loggers before they stop; what is still to say goes to standard output.</summary>
    public static void Stop(ActorSystemImpl system)
    {
        var bus = system.EventStream;
        var level = Logging.LogLevelFor(system.Settings.StdoutLogLevel);
        if (level <= LogLevel.ErrorLevel)
            bus.SubscribeLogger(system.Settings.StdoutLogger, level);
        Say(bus, "Shutting down: StandardOutLogger started");
        foreach (var logger in bus.Loggers)
            bus.Unsubscribe(logger);
        bus.Loggers = [];
        Say(bus, "All default loggers stopped");
    }

    private static void Say(EventStream bus, string what) => bus.Publish(new Debug(nameof(EventStream), typeof(EventStream), what));

    private static void Add(ActorSystemImpl system, string name, int number)
    {
        var type = Types.Find(name) ?? throw new ConfigurationException($@"Logger specified in config cannot be found: ""{name}""");
        var bus = system.EventStream;
        if (type == typeof(StandardOutLogger))
        {
            bus.Loggers = bus.Loggers.Add(system.Settings.StdoutLogger);
            bus.SubscribeLogger(system.Settings.StdoutLogger, bus.LogLevel);
            return;
        }

        var logger = system.SystemActorOf(Props.Create(type), $"log{number}-{Logging.SimpleName(type)}");
        var ready = logger.Ask<LoggerInitialized>(new InitializeLogger(bus), system.Settings.LoggerStartTimeout);
        if (!system.Settings.LoggerAsyncStart)
            Await(ready, name, system.Settings.LoggerStartTimeout);
        bus.Loggers = bus.Loggers.Add(logger);
        bus.SubscribeLogger(logger, bus.LogLevel);
        bus.Publish(new Debug($"EventStream({system.Name})", typeof(EventStream), $"Logger {logger.Path.Name} [{type.Name}] started"));
    }

    private static void Await(Task<LoggerInitialized> ready, string name, TimeSpan timeout)
    {
        try
        {
            ready.GetAwaiter().GetResult();
        }
        catch (AskTimeoutException cause)
        {
            throw new LoggerInitializationException($"Logger [{name}] did not respond with LoggerInitialized within {timeout}", cause);
        }
    }
}
