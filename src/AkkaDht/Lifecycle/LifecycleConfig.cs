using Akka.Configuration;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Lifecycle;

/// <summary>Reads the branch <c>akkadht.lifecycle</c>.</summary>
internal static class LifecycleConfig
{
    public static LifecycleSettings Create(Config config) => new()
    {
        IsEphemeral = config.Text("ephemeral") switch
        {
            "auto" => null,
            _ => config.Switch("ephemeral"),
        },
        IsAdaptive = config.Switch("adaptive"),
        IsFirewalled = config.Switch("firewalled"),
        QuickFirewall = config.Switch("quick-firewall"),
    };
}
