using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Starts the actor system with the host, stops it with the host, and stops the host when the system ends by itself.</summary>
internal sealed class AkkaHostedService(
    AkkaConfigurationBuilder configuration,
    IServiceProvider services,
    ILogger<AkkaHostedService> logger,
    IHostApplicationLifetime? lifetime = null) : IHostedService
{
    private ActorSystem? _system;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _system = services.GetRequiredService<ActorSystem>();
            await configuration.StartAsync(_system);
            _ = StopHostAfter(_system);
        }
        catch (Exception failure)
        {
            logger.LogCritical(failure, "Unable to start AkkaHostedService - shutting down application");
            lifetime?.StopApplication();
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is null)
            return;
        try
        {
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "Exception during CoordinatedShutdown");
        }
    }

    private async Task StopHostAfter(ActorSystem system)
    {
        await system.WhenTerminated;
        lifetime?.StopApplication();
    }
}
