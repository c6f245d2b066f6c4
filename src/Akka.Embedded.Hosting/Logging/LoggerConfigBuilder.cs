using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting.Configuration;

namespace Akka.Hosting;

/// <summary>Says what is logged and by whom; what is set to null keeps what the configuration says.</summary>
public sealed class LoggerConfigBuilder
{
    private readonly AkkaConfigurationBuilder _builder;
    private readonly List<Type> _loggers = [typeof(DefaultLogger)];
    private Type? _formatter;

    internal LoggerConfigBuilder(AkkaConfigurationBuilder builder) => _builder = builder;

    /// <summary>The least severe level that is logged; <see cref="LogLevel.InfoLevel"/> unless set.</summary>
    public LogLevel? LogLevel { get; set; } = Event.LogLevel.InfoLevel;

    /// <summary>Whether the configuration is logged at start; not unless set.</summary>
    public bool? LogConfigOnStart { get; set; } = false;

    /// <summary>How dead letters are logged.</summary>
    public DeadLetterOptions? DeadLetterOptions { get; set; }

    /// <summary>What the runtime logs about itself.</summary>
    public DebugOptions? DebugOptions { get; set; }

    /// <summary>What is kept out of the log.</summary>
    public LogFilterBuilder? LogFilterBuilder { get; set; }

    /// <summary>Forgets the loggers so far, the default one included.</summary>
    public LoggerConfigBuilder ClearLoggers()
    {
        _loggers.Clear();
        return this;
    }

    /// <summary>Adds a logger actor.</summary>
    public LoggerConfigBuilder AddLogger<T>()
        where T : IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        if (!_loggers.Contains(typeof(T)))
            _loggers.Add(typeof(T));
        return this;
    }

    /// <summary>Sets the type that formats messages.</summary>
    public LoggerConfigBuilder WithDefaultLogMessageFormatter<T>()
        where T : ILogMessageFormatter
    {
        if (typeof(T).GetConstructor(Type.EmptyTypes) is null)
            throw new ConfigurationException($"{typeof(T).Name} must have an empty constructor to be a log message formatter.");
        _formatter = typeof(T);
        return this;
    }

    /// <summary>Says what is kept out of the log.</summary>
    public LoggerConfigBuilder WithLogFilter(Action<LogFilterBuilder> filterBuilder)
    {
        filterBuilder(LogFilterBuilder ??= new LogFilterBuilder());
        return this;
    }

    internal AkkaConfigurationBuilder Builder => _builder;

    internal void Apply()
    {
        _builder.AddHoconConfiguration(ConfigurationFactory.ParseString(string.Join('\n', Lines())), HoconAddMode.Prepend);
        if (LogFilterBuilder is { } filters)
            _builder.AddSetup(filters.Build());
    }

    private IEnumerable<string> Lines()
    {
        yield return $"akka.loggers = [{string.Join(',', _loggers.Select(Name))}]";
        if (LogLevel is { } level)
            yield return $"akka.loglevel = {Word(level)}";
        if (LogConfigOnStart is { } onStart)
            yield return $"akka.log-config-on-start = {(onStart ? "true" : "false")}";
        if (_formatter is { } formatter)
            yield return $"akka.logger-formatter = {Name(formatter)}";
        foreach (var line in DeadLetterOptions?.Lines() ?? [])
            yield return line;
        foreach (var line in DebugOptions?.Lines() ?? [])
            yield return line;
    }

    private static string Word(LogLevel level) => level switch
    {
        Event.LogLevel.DebugLevel => "Debug",
        Event.LogLevel.InfoLevel => "Info",
        Event.LogLevel.WarningLevel => "Warning",
        Event.LogLevel.ErrorLevel => "Error",
        _ => throw new ConfigurationException($"Unknown {nameof(LogLevel)} enum value: {level}"),
    };

    private static string Name(Type type) => HoconValues.Quoted($"{type.FullName}, {type.Assembly.GetName().Name}");
}
