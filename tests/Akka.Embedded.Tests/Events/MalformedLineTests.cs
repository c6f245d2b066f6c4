using Akka.Event;
using Xunit.Abstractions;

namespace Akka.Embedded.Tests.Events;

/// <summary>Lines whose template asks for more than it is given, in a test that writes its log to xunit.</summary>
public sealed class MalformedLineTests(ITestOutputHelper output) : Akka.TestKit.Xunit2.TestKit("akka.stdout-loglevel = OFF", output)
{
    private const string Template = "{0} {1} {4}";

    [Fact]
    public void A_malformed_line_is_reported_as_an_error_and_the_logger_goes_on()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var log = Logging.GetLogger(Sys, this);

        // The logger of the test's output comes up beside the test, so the first lines may escape it.
        AwaitAssert(() =>
        {
            log.Info(Template, "not", "enough");
            FishForMessage<Error>(line => line.Cause is FormatException, TimeSpan.FromMilliseconds(500));
        });

        log.Error(new InvalidOperationException("expected"), Template, "not", "enough");
        FishForMessage<Error>(line => line.Cause is AggregateException);
    }
}
