using Akka.Actor;
using Serilog;
using Serilog.Events;

namespace AkkaDht.Service;

/// <summary>Actor systems whose logs go to stderr, where they do not mix with what a command has to say.</summary>
internal static class Logs
{
    public static ActorSystem CreateSystem(bool isVerbose)
    {
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Is(isVerbose ? LogEventLevel.Debug : LogEventLevel.Warning)
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        return ActorSystem.Create("akkadht", $$"""
            akka {
              loglevel = {{(isVerbose ? "DEBUG" : "WARNING")}}
              stdout-loglevel = OFF
              loggers = ["AkkaDht.Hosting.Logging.SerilogLoggerActor, AkkaDht.Hosting"]
              log-dead-letters = off
            }
            """);
    }
}
