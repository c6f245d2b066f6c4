using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using AkkaDht.Hosting.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AkkaDht.Hosting.Tests.Logging;

/// <summary>What an actor logs arrives at Serilog, whole.</summary>
public sealed class SerilogLoggerActorTests : IDisposable
{
    private static readonly CancellationToken Patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    private readonly Sink _sink = new();
    private readonly ActorSystem _system;

    public SerilogLoggerActorTests()
    {
        Log.Logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(_sink).CreateLogger();
        _system = ActorSystem.Create("logging", $$"""
            akka { loglevel = DEBUG, stdout-loglevel = OFF, loggers = ["{{typeof(SerilogLoggerActor).AssemblyQualifiedName}}"] }
            """);
    }

    [Fact]
    public async Task Each_level_has_its_counterpart()
    {
        _system.Log.Debug("debug");
        _system.Log.Info("info");
        _system.Log.Warning("warning");
        _system.Log.Error("error");

        Assert.Equal(LogEventLevel.Debug, (await _sink.NextAsync("debug")).Level);
        Assert.Equal(LogEventLevel.Information, (await _sink.NextAsync("info")).Level);
        Assert.Equal(LogEventLevel.Warning, (await _sink.NextAsync("warning")).Level);
        Assert.Equal(LogEventLevel.Error, (await _sink.NextAsync("error")).Level);
    }

    [Fact]
    public async Task A_line_says_who_wrote_it_when_on_which_thread_and_why()
    {
        var before = DateTimeOffset.UtcNow;
        var actor = _system.ActorOf(Props.Create<Writer>(), "writer");
        actor.Tell(new InvalidOperationException("cause"));

        var written = await _sink.NextAsync("failed with {0}: cause");

        Assert.Equal("cause", Assert.IsType<InvalidOperationException>(written.Exception).Message);
        Assert.Equal("/user/writer", Scalar(written, "ActorPath"));
        Assert.Contains("/user/writer", (string)Scalar(written, "LogSource")!);
        Assert.Equal(typeof(Writer).FullName, Scalar(written, "SourceContext"));
        Assert.IsType<int>(Scalar(written, "Thread"));
        Assert.InRange(written.Timestamp, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task What_is_not_an_actor_has_a_source_but_no_path()
    {
        Akka.Event.Logging.GetLogger(_system, "somebody").Info("hello");

        var written = await _sink.NextAsync("hello");

        Assert.Contains("somebody", (string)Scalar(written, "LogSource")!);
        Assert.False(written.Properties.ContainsKey("ActorPath"));
    }

    public void Dispose()
    {
        _system.Dispose();
        Log.Logger = Logger.None;
    }

    private static object? Scalar(Serilog.Events.LogEvent written, string property) => ((ScalarValue)written.Properties[property]).Value;

    private sealed class Writer : UntypedActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        protected override void OnReceive(object message) => _log.Error((Exception)message, "failed with {0}: {1}", "{0}", ((Exception)message).Message);
    }

    private sealed class Sink : ILogEventSink
    {
        private readonly Channel<Serilog.Events.LogEvent> _written = Channel.CreateUnbounded<Serilog.Events.LogEvent>();

        public void Emit(Serilog.Events.LogEvent logEvent) => _written.Writer.TryWrite(logEvent);

        /// <summary>The next line with this text; the runtime's own lines are passed over.</summary>
        public async Task<Serilog.Events.LogEvent> NextAsync(string text)
        {
            while (true)
            {
                var written = await _written.Reader.ReadAsync(Patience);
                if (written.RenderMessage() == text)
                    return written;
            }
        }
    }
}
