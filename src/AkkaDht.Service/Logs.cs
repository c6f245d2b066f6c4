using Akka.Actor;
using Serilog;
using Serilog.Events;

namespace AkkaDht.Service;

/// <summary>Actor systems whose logs go to stderr, where they do not mix with what a command has to say.</summary>
internal static class Logs
{
    // Several nodes may log side by side: the path says which one, and which part of it.
    private const string Line = "[{Timestamp:HH:mm:ss} {Level:u3}] {ActorPath} {Message:lj}{NewLine}{Exception}";

    public static ActorSystem CreateSystem(bool isVerbose)
    {
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Is(isVerbose ? LogEventLevel.Debug : LogEventLevel.Warning)
            .WriteTo.Console(
                outputTemplate: Line, standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
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
