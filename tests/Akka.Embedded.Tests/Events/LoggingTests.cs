using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

public sealed class LoggingTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = INFO")
{
    [Fact]
    public void Lines_become_events_of_their_level()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var cause = new InvalidOperationException("expected");
        Sys.Log.Info("plain");
        ExpectMsg<Info>(line => line.Message.ToString() == "plain" && line.LogLevel() == LogLevel.InfoLevel);
        Sys.Log.Warning("{0} and {1}", 1, "two");
        ExpectMsg<Warning>(line => line.Message.ToString() == "1 and two");
        Sys.Log.Error(cause, "six {0}{1}{2}{3}{4}{5}", 1, 2, 3, 4, 5, 6);
        ExpectMsg<Error>(line => line.Message.ToString() == "six 123456" && line.Cause == cause);
        Sys.Log.Log(LogLevel.InfoLevel, "by level {0}", "info");
        ExpectMsg<Info>(line => line.Message.ToString() == "by level info");
    }

    [Fact]
    public void A_level_below_the_wanted_one_costs_nothing()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        var log = Logging.GetLogger(Sys, this);
        Assert.False(log.IsDebugEnabled);
        Assert.True(log.IsInfoEnabled && log.IsWarningEnabled && log.IsErrorEnabled);
        Assert.False(log.IsEnabled(LogLevel.DebugLevel));
        log.Debug("unseen");
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        Logging.GetLogger(Sys, this).Debug("seen");
        ExpectMsg<Debug>(line => line.Message.ToString() == "seen");
    }

    [Fact]
    public void An_actors_lines_carry_its_path()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        var actor = Sys.ActorOf(Act.Props((message, context) => context.GetLogger().Info("got {0}", message)));
        actor.Tell("it");
        ExpectMsg<Info>(line => line.LogSource.Contains(actor.Path.ToString()) && line.LogClass == typeof(Act) && line.Message.ToString() == "got it");
    }

    [Fact]
    public async Task A_logger_of_ones_own_gets_the_lines()
    {
        CollectingLogger.Lines.Clear();
        var system = ActorSystem.Create("logging", $"akka.loggers = [\"{typeof(CollectingLogger).AssemblyQualifiedName}\"]");
        system.Log.Info("collected");
        system.Log.Debug("not wanted");
        AwaitAssert(() => Assert.Contains("collected", CollectingLogger.Lines));
        Assert.DoesNotContain("not wanted", CollectingLogger.Lines);
        await system.Terminate();
    }

    [Fact]
    public async Task The_end_of_a_system_is_told_step_by_step()
    {
        var system = ActorSystem.Create("silent");
        system.EventStream.Subscribe(TestActor, typeof(Debug));
        await system.Terminate();
        foreach (var step in new[] { "System shutdown initiated", "Shutting down: StandardOutLogger started", "All default loggers stopped" })
            FishForMessage(message => message is Debug debug && debug.Message.ToString() == step);
    }

    [Fact]
    public void Filters_leave_lines_out()
    {
        var filters = new LogFilterBuilder()
            .ExcludeSourceStartingWith("noisy")
            .ExcludeSourceEndingWith("chatter")
            .ExcludeSourceContaining("mid")
            .ExcludeSourceExactly("exact")
            .ExcludeSourceRegex(new System.Text.RegularExpressions.Regex("^r.x$"))
            .ExcludeMessageContaining("secret")
            .ExcludeMessageRegex(new System.Text.RegularExpressions.Regex("^[0-9]+$"))
            .Build()
            .CreateEvaluator();
        bool Keeps(string source, string message) => filters.ShouldTryKeepMessage(new Info(source, typeof(string), message), out _);

        Assert.False(Keeps("noisy actor", "x"));
        Assert.False(Keeps("idle chatter", "x"));
        Assert.False(Keeps("in the middle", "x"));
        Assert.False(Keeps("exact", "x"));
        Assert.False(Keeps("rex", "x"));
        Assert.False(Keeps("fine", "a secret"));
        Assert.False(Keeps("fine", "123"));
        Assert.True(Keeps("fine", "x"));
    }

    [Fact]
    public async Task Filters_come_into_a_system_by_its_setup()
    {
        var setup = ActorSystemSetup.Create(new LogFilterBuilder().ExcludeMessageContaining("hidden").Build());
        var system = ActorSystem.Create("filtered", setup);
        Assert.False(system.Settings.StdoutLogger.Filter.ShouldTryKeepMessage(new Info("s", typeof(string), "hidden"), out _));
        await system.Terminate();
    }

    [Fact]
    public void Levels_have_names_and_classes()
    {
        Assert.Equal(LogLevel.WarningLevel, Logging.LogLevelFor("WARNING"));
        Assert.Equal(LogLevel.ErrorLevel, Logging.LogLevelFor<Error>());
        Assert.Equal(typeof(Debug), LogLevel.DebugLevel.ClassFor());
        Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("nonsense"));
    }

    [Fact]
    public void A_logger_for_anything_says_what_it_is_for()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        Logging.GetLogger(Sys, "somebody").Info("hello");
        ExpectMsg<Info>(line => line.LogSource.StartsWith("somebody"));
        Logging.GetLogger(Sys, this).Info("hello");
        ExpectMsg<Info>(line => line.LogClass == GetType());
    }

    internal sealed class CollectingLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public static readonly System.Collections.Concurrent.ConcurrentBag<string> Lines = [];

        public CollectingLogger()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(line => Lines.Add(line.Message.ToString()!));
        }
    }
}
