using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Akka.Hosting.TestKit.Internals;

/// <summary>Writes what a host logs into the output of the test.</summary>
public class XUnitLogger(string category, ITestOutputHelper helper, LogLevel logLevel) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel level) => level != LogLevel.None && level >= logLevel;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(level))
            return;
        try
        {
            helper.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {level} {category}: {formatter(state, exception)}{(exception is null ? "" : $"{Environment.NewLine}{exception}")}");
        }
        catch (InvalidOperationException)
        {
            // xunit takes no output of a test that has ended; events may come later.
        }
    }
}

/// <summary>Makes such loggers for the categories of a host.</summary>
public sealed class XUnitLoggerProvider(ITestOutputHelper helper, LogLevel logLevel) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new XUnitLogger(categoryName, helper, logLevel);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
