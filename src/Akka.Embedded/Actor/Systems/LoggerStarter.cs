using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Starts the loggers that the settings name; before them and after them standard output takes what there is to say.</summary>
internal sealed class LoggerStarter(ActorSystemImpl system)
{
    private readonly Settings _settings = system.Settings;
    private readonly EventStream _bus = system.EventStream;
    private readonly CancellationTokenSource _shutdown = new();

    /// <summary>Starts the loggers and waits for them as long as the settings allow; one that takes longer joins later.</summary>
    public void Start()
    {
        if (_settings.Setup.Get<LogFilterSetup>() is { HasValue: true, Value: var filters })
            _settings.StdoutLogger.Filter = filters.CreateEvaluator();
        SubscribeStdout();
        Say("EventStream", "StandardOutLogger started");
        _bus.SetLogLevel(Logging.LogLevelFor(_settings.LogLevel));

        var types = _settings.Loggers.Select(Find).ToLookup(typeof(MinimalLogger).IsAssignableFrom);
        if (_settings.LoggerAsyncStart)
            StartActors(types[false]);
        else
            system.Platform.RunHere(() => StartActors(types[false]));
        if (!types[true].Any())
        {
            Say(Source, $"{Logging.SimpleName(_settings.StdoutLogger)} being removed");
            _bus.Unsubscribe(_settings.StdoutLogger);
        }

        Say(Source, "Default Loggers started");
    }

    /// <summary>Ends the delivery to the loggers, which stop with their guardian; what is still to say goes to standard output.</summary>
    public void Stop()
    {
        SubscribeStdout();
        Say("EventStream", $"Shutting down: {Logging.SimpleName(_settings.StdoutLogger)} started");
        _shutdown.Cancel();
        _bus.RemoveLoggers();
        Say("EventStream", "All default loggers stopped");
    }

    private string Source => $"EventStream({system.Name})";

    private void SubscribeStdout() => _bus.SubscribeFrom(Logging.LogLevelFor(_settings.StdoutLogLevel), _settings.StdoutLogger);

    private static Type Find(string name) =>
        Types.Find(name) ?? throw new ConfigurationException($@"Logger specified in config cannot be found: ""{name}""");

    private void StartActors(IEnumerable<Type> types)
    {
        var startups = types.Select(StartActor).ToArray();
        var began = system.Platform.Time.GetTimestamp();
        foreach (var startup in startups)
        {
            var left = _settings.LoggerStartTimeout - system.Platform.Time.GetElapsedTime(began);
            if (_settings.LoggerAsyncStart)
                JoinLater(startup);
            else if (system.Platform.Wait(startup.Answer, left > TimeSpan.Zero ? left : TimeSpan.Zero))
                Join(startup);
            else
                DoWithout(startup);
        }
    }

    private Startup StartActor(Type type, int index)
    {
        var name = $"log{index + 1}-{Logging.SimpleName(type)}";
        var logger = system.SystemActorOf(Props.Create(type), name);
        return new Startup(logger, $"{name} [{type.FullName}]", logger.Ask<object>(new InitializeLogger(_bus), _shutdown.Token));
    }

    /// <summary>Has a logger get its events, now that it has reported for duty.</summary>
    private void Join(Startup startup)
    {
        var (logger, name, answer) = startup;
        if (answer.IsCanceled)
        {
            _bus.Publish(new Warning(
                Source, typeof(EventStream), $"Logger {name} startup have been cancelled because of system shutdown. Stopping logger."));
            _bus.Unsubscribe(logger);
        }
        else if (answer.Result is LoggerInitialized)
        {
            _bus.AddLogger(logger);
            Say(Source, $"Logger {name} started");
        }
        else
        {
            _bus.Publish(new Error(
                null, Source, typeof(EventStream),
                $"Logger {name} did not respond with {nameof(LoggerInitialized)}, sent instead {answer.Result.GetType()}. Stopping logger."));
            _bus.Unsubscribe(logger);
            system.Stop(logger);
        }
    }

    private void JoinLater(Startup startup) => startup.Answer.ContinueWith(
        _ => Join(startup), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void DoWithout(Startup startup)
    {
        _bus.Publish(new Warning(
            Source, typeof(EventStream),
            $"Logger {startup.Name} did not respond within {_settings.LoggerStartTimeout} to InitializeLogger(bus), {nameof(LoggingBus)} will try and wait until it is ready. "
                + "Since it start up is delayed, this logger may not capture all startup events correctly."));
        JoinLater(startup);
    }

    private void Say(string source, string what) => _bus.Publish(new Debug(source, typeof(EventStream), what));

    private sealed record Startup(IActorRef Logger, string Name, Task<object> Answer);
}
