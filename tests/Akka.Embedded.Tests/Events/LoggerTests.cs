using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>Loggers that a system starts with: ready ones, slow ones and broken ones.</summary>
public sealed class LoggerTests : Akka.TestKit.Xunit2.TestKit
{
    private const string Quiet = "akka.stdout-loglevel = OFF";

    [Fact]
    public async Task A_logger_of_ones_own_gets_the_lines_of_the_wanted_levels()
    {
        CollectingLogger.Lines.Clear();
        var system = ActorSystem.Create("logging", Using<CollectingLogger>("akka.loglevel = INFO"));

        system.Log.Info("collected");
        system.Log.Debug("not wanted");
        system.EventStream.SetLogLevel(LogLevel.DebugLevel);
        system.Log.Debug("wanted now");
        system.EventStream.SetLogLevel(LogLevel.ErrorLevel);
        system.Log.Warning("not wanted any more");
        system.Log.Error("always wanted");

        AwaitAssert(() => Assert.Contains("always wanted", CollectingLogger.Lines));
        Assert.Equal(
            ["collected", "wanted now", "always wanted"],
            CollectingLogger.Lines.Where(line => line.Contains("wanted") || line == "collected"));
        await system.Terminate();
    }

    [Fact]
    public async Task With_logging_off_nothing_is_wanted()
    {
        var system = ActorSystem.Create("silent", "akka.loglevel = OFF, akka.stdout-loglevel = OFF");

        Assert.False(Logging.GetLogger(system, this).IsErrorEnabled);
        await system.Terminate();
    }

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task A_slow_logger_joins_when_it_is_ready(string async)
    {
        var collected = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        SlowLogger.Ready = new();
        SlowLogger.Collected = collected;
        var system = ActorSystem.Create("slow", Using<SlowLogger>($"akka.loglevel = DEBUG, akka.logger-startup-timeout = 100ms, akka.logger-async-start = {async}"));
        system.EventStream.Subscribe(TestActor, typeof(Debug));

        SlowLogger.Ready.SetResult();
        FishForMessage(message => message is Debug line && Says(line, nameof(SlowLogger)) && Says(line, "started"));
        system.Log.Error("collected");

        Assert.Equal("collected", await collected.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await system.Terminate();
    }

    [Theory]
    [InlineData(typeof(BrokenConstructor))]
    [InlineData(typeof(BrokenStart))]
    [InlineData(typeof(BrokenHandler))]
    public async Task A_broken_logger_does_not_keep_the_system_from_starting(Type logger)
    {
        var system = ActorSystem.Create("broken", Using(logger, "akka.logger-startup-timeout = 100ms"));

        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate();
    }

    [Fact]
    public async Task A_logger_that_answers_something_else_is_stopped()
    {
        RudeLogger.Stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = ActorSystem.Create("rude", Using<RudeLogger>(""));

        await RudeLogger.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await system.Terminate();
    }

    [Fact]
    public void A_logger_that_does_not_exist_is_an_error() =>
        Assert.Throws<ConfigurationException>(() => ActorSystem.Create("missing", """akka { loggers = ["No.Such.Logger"], stdout-loglevel = OFF }"""));

    [Theory]
    [InlineData("Akka.Event.DefaultLogger")]
    [InlineData("Akka.Event.StandardOutLogger")]
    public async Task A_malformed_template_harms_no_logger(string logger)
    {
        var system = ActorSystem.Create("malformed", $"akka.loggers = [\"{logger}\"], akka.loglevel = DEBUG");
        system.EventStream.Subscribe(TestActor, typeof(LogEvent));

        system.Log.Error(new InvalidOperationException("expected"), "{0} {1} {4}", "not", "enough");
        ExpectMsg<Error>(line => line.Cause is InvalidOperationException);
        system.Log.Warning("{0} {1} {4}", "not", "enough");
        ExpectMsg<Warning>();

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        await system.Terminate();
    }

    [Fact]
    public async Task A_formatter_of_ones_own_fills_the_templates()
    {
        var system = ActorSystem.Create("formatted", $"akka.logger-formatter = \"{typeof(Shouting).AssemblyQualifiedName}\"\n{Quiet}");
        system.EventStream.Subscribe(TestActor, typeof(Error));

        system.Log.Error("this is {0}", 1);

        var line = ExpectMsg<Error>();
        Assert.IsAssignableFrom<LogMessage>(line.Message);
        Assert.EndsWith("THIS IS 1", line.ToString());
        await system.Terminate();
    }

    [Fact]
    public async Task The_end_of_a_system_is_told_step_by_step()
    {
        var system = ActorSystem.Create("ending", ConfigurationFactory.Default());
        system.EventStream.Subscribe(TestActor, typeof(Debug));

        await system.Terminate();

        FishForMessage(message => message is Debug line && Says(line, "System shutdown initiated"));
        foreach (var step in new[] { "Shutting down: StandardOutLogger started", "All default loggers stopped" })
            ExpectMsg<Debug>(line => Says(line, step) && line.LogSource == nameof(EventStream) && line.LogClass == typeof(EventStream));
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private static bool Says(Debug line, string what) => line.Message.ToString()!.Contains(what);

    private static Config Using<TLogger>(string hocon) => Using(typeof(TLogger), hocon);

    private static Config Using(Type logger, string hocon) =>
        ConfigurationFactory.ParseString($"akka.loggers = [\"{logger.AssemblyQualifiedName}\"]\n{Quiet}\n{hocon}");

    private sealed class Shouting : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => string.Format(format, args).ToUpperInvariant();

        public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
    }

    private sealed class CollectingLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public static readonly ConcurrentQueue<string> Lines = [];

        public CollectingLogger()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(line => Lines.Enqueue(line.Message.ToString()!));
        }
    }

    private sealed class SlowLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public SlowLogger()
        {
            Receive<InitializeLogger>(_ => Ready!.Task.PipeTo(Self, Sender, success: () => Done.Instance));
            Receive<Done>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<Error>(line => Collected!.TrySetResult(line.Message.ToString()!));
        }

        public static TaskCompletionSource? Ready { get; set; }

        public static TaskCompletionSource<string>? Collected { get; set; }
    }

    private sealed class RudeLogger : ReceiveActor
    {
        public RudeLogger() => Receive<InitializeLogger>(_ => Sender.Tell("what?"));

        public static TaskCompletionSource? Stopped { get; set; }

        protected override void PostStop() => Stopped!.TrySetResult();
    }

    private sealed class BrokenConstructor : ReceiveActor
    {
        public BrokenConstructor() => throw new InvalidOperationException("expected");
    }

    private sealed class BrokenStart : ReceiveActor
    {
        protected override void PreStart() => throw new InvalidOperationException("expected");
    }

    private sealed class BrokenHandler : ReceiveActor
    {
        public BrokenHandler() => ReceiveAny(_ => throw new InvalidOperationException("expected"));
    }
}
