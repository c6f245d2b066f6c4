using Akka.Actor;
using Akka.Embedded.Tests.Support;
using Akka.Event;

namespace Akka.Embedded.Tests.Events;

/// <summary>Lines of the log on their way to the event stream.</summary>
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
        Assert.True(log.IsEnabled(LogLevel.InfoLevel));
        log.Debug("unseen");
        log.Debug("unseen {0}", 1);
        log.Log(LogLevel.DebugLevel, "unseen {0}", 1);

        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_level_set_later_is_for_those_who_ask_for_a_logger_later()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        var before = Logging.GetLogger(Sys, this);

        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);

        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);
        before.Debug("unseen");
        Logging.GetLogger(Sys, this).Debug("seen");
        ExpectMsg<Debug>(line => line.Message.ToString() == "seen");
    }

    [Fact]
    public void The_systems_own_log_publishes_every_level_whatever_is_wanted()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));

        Assert.True(Sys.Log.IsDebugEnabled);
        Sys.Log.Debug("seen");

        ExpectMsg<Debug>(line => line.Message.ToString() == "seen" && line.LogSource == $"ActorSystem({Sys.Name})");
    }

    [Theory]
    [InlineData("foo", new object[0], "foo")]
    [InlineData("foo {0}", new object[] { 1 }, "foo 1")]
    [InlineData("{0}{1}{2}{3}{4}{5}{6}", new object[] { 1, 2, 3, 4, 5, 6, 7 }, "1234567")]
    public void Every_level_takes_a_template_with_any_number_of_arguments(string template, object[] arguments, string expected)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        var cause = new InvalidOperationException("expected");

        Sys.Log.Debug(template, arguments);
        Sys.Log.Info(template, arguments);
        Sys.Log.Warning(template, arguments);
        Sys.Log.Error(template, arguments);
        Sys.Log.Debug(cause, template, arguments);
        Sys.Log.Info(cause, template, arguments);
        Sys.Log.Warning(cause, template, arguments);
        Sys.Log.Error(cause, template, arguments);
        Sys.Log.Log(LogLevel.WarningLevel, template, arguments);
        Sys.Log.Log(LogLevel.WarningLevel, cause, template, arguments);

        var lines = ReceiveN(10).Cast<LogEvent>().ToList();
        Assert.All(lines, line => Assert.Equal(expected, line.Message.ToString()));
        Assert.Equal(
            [0, 1, 2, 3, 0, 1, 2, 3, 2, 2],
            lines.Select(line => (int)line.LogLevel()));
        Assert.Equal(
            [null, null, null, null, cause, cause, cause, cause, null, cause],
            lines.Select(line => line.Cause));
        Assert.Contains("expected", lines[4].ToString());
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
}
