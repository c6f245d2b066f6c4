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
        Await([.. types[false].Select(StartActor)]);
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

    private (string Logger, Task Started) StartActor(Type type, int index)
    {
        var name = $"log{index + 1}-{Logging.SimpleName(type)}";
        var logger = $"{name} [{type.FullName}]";
        return (logger, Join(system.SystemActorOf(Props.Create(type), name), logger));
    }

    /// <summary>Has a logger get its events once it has reported for duty.</summary>
    private async Task Join(IActorRef logger, string name)
    {
        try
        {
            var answer = await logger.Ask<object>(new InitializeLogger(_bus), _shutdown.Token).ConfigureAwait(false);
            if (answer is LoggerInitialized)
            {
                _bus.AddLogger(logger);
                Say(Source, $"Logger {name} started");
                return;
            }

            _bus.Publish(new Error(
                null, Source, typeof(EventStream),
                $"Logger {name} did not respond with {nameof(LoggerInitialized)}, sent instead {answer.GetType()}. Stopping logger."));
            _bus.Unsubscribe(logger);
            system.Stop(logger);
        }
        catch (OperationCanceledException)
        {
            _bus.Publish(new Warning(
                Source, typeof(EventStream), $"Logger {name} startup have been cancelled because of system shutdown. Stopping logger."));
            _bus.Unsubscribe(logger);
        }
    }

    private void Await((string Logger, Task Started)[] startups)
    {
        if (_settings.LoggerAsyncStart || Task.WaitAll([.. startups.Select(startup => startup.Started)], _settings.LoggerStartTimeout))
            return;
        foreach (var (logger, _) in startups.Where(startup => !startup.Started.IsCompleted))
            _bus.Publish(new Warning(
                Source, typeof(EventStream),
                $"Logger {logger} did not respond within {_settings.LoggerStartTimeout} to InitializeLogger(bus), {nameof(LoggingBus)} will try and wait until it is ready. "
                    + "Since it start up is delayed, this logger may not capture all startup events correctly."));
    }

    private void Say(string source, string what) => _bus.Publish(new Debug(source, typeof(EventStream), what));
}
