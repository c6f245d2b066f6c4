using Akka.Dispatch;

namespace Akka.Actor.Setup;

/// <summary>Puts a system on a ground other than the process's threads and clock.</summary>
internal sealed class PlatformSetup(IPlatform platform) : Setup
{
    private IPlatform Platform => platform;

    public static IPlatform Of(ActorSystemSetup setup) =>
        setup.Get<PlatformSetup>() is { HasValue: true, Value: var given } ? given.Platform : ProcessPlatform.Instance;
}
