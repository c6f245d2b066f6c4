using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Writes log events into the output of the test.</summary>
internal sealed class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;

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
        catch (InvalidOperationException)
        {
            // xunit takes no output of a test that has ended; events may come later.
        }
    }
}
