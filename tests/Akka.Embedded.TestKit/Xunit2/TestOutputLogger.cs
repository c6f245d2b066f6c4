using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Writes log events into the output of the test.</summary>
public class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;

    /// <summary>A logger for the test with this output.</summary>
    public TestOutputLogger(ITestOutputHelper output)
    {
        _output = output;
        Receive<LogEvent>(Write);
        Receive<InitializeLogger>(Subscribe);
    }

    private void Subscribe(InitializeLogger initialize)
    {
        foreach (var type in (Type[])[typeof(Debug), typeof(Info), typeof(Warning), typeof(Error)])
            initialize.LoggingBus.Subscribe(Self, type);
    }

    private void Write(LogEvent logEvent)
    {
        try
        {
            _output.WriteLine(logEvent.ToString());
        }
        catch (FormatException cause) when (logEvent.Message is LogMessage message)
        {
            // The failure goes to the supervisor, which logs it: a test should hear of its malformed lines.
            var what = $"Received a malformed formatted message. Log level: [{logEvent.LogLevel()}], Template: [{message.Format}], args: [{string.Join(',', message.Parameters())}]";
            throw logEvent.Cause is null ? new FormatException(what, cause) : new AggregateException(what, cause, logEvent.Cause);
        }
        catch (InvalidOperationException)
        {
            // xunit takes no output of a test that has ended; events may come later.
        }
    }
}
