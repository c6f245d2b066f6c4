using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting.Logging;

/// <summary>Gives <see cref="LoggerFactoryLogger"/> its factory.</summary>
public class LoggerFactorySetup(ILoggerFactory loggerFactory) : Setup
{
    /// <summary>The factory.</summary>
    public ILoggerFactory LoggerFactory => loggerFactory;
}
