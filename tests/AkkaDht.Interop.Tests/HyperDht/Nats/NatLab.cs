namespace AkkaDht.Interop.Tests.HyperDht.Nats;

/// <summary>
/// Two hosts, each behind a router with a NAT, and a host that everyone can reach, as network namespaces of this machine.
/// <code>
/// left 192.168.1.2 ─ .1 router 44.0.1.2 ─ 44.0.1.1 ┐
///                                                  middle 44.0.0.1
/// right 192.168.2.2 ─ .1 router 44.0.2.2 ─ 44.0.2.1 ┘
/// </code>
/// </summary>
internal sealed class NatLab : IAsyncDisposable
{
    /// <summary>Where everyone reaches the host in the middle: an address that nobody takes for a private one.</summary>
    public const string MiddleHost = "44.0.0.1";

    private static int _lastLab;

    private readonly string _name = $"akkadht-{Environment.ProcessId}-{Interlocked.Increment(ref _lastLab)}";

    private NatLab() { }

    /// <summary>The namespace of the host that everyone can reach.</summary>
    public string Middle => $"{_name}-middle";

    /// <summary>The namespace of the host behind the first NAT.</summary>
    public string Left => $"{_name}-1";

    /// <summary>The namespace of the host behind the second NAT.</summary>
    public string Right => $"{_name}-2";

    public static async Task<NatLab> StartAsync(NatKind left, NatKind right)
    {
        var lab = new NatLab();
        await IpAsync("-batch -", [.. lab.All.Select(name => $"netns add {name}")]);
        try
        {
            await IpAsync($"-n {lab.Middle} -batch -", "link set lo up", $"addr add {MiddleHost}/32 dev lo");
            await ForwardAsync(lab.Middle);
            await lab.ConnectAsync(1, lab.Left, left);
            await lab.ConnectAsync(2, lab.Right, right);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await IpAsync("-batch -", [.. All.Select(name => $"netns del {name}")]);

    private IEnumerable<string> All => [Middle, Left, Right, Router(1), Router(2)];

    private string Router(int number) => $"{_name}-router{number}";

    private async Task ConnectAsync(int number, string host, NatKind kind)
    {
        var router = Router(number);
        await IpAsync(
            "-batch -",
            $"link add name side{number} netns {Middle} type veth peer name outside netns {router}",
            $"link add name inside netns {router} type veth peer name eth netns {host}");
        await IpAsync($"-n {Middle} -batch -", $"addr add 44.0.{number}.1/24 dev side{number}", $"link set side{number} up");
        await IpAsync(
            $"-n {router} -batch -",
            "link set lo up",
            $"addr add 44.0.{number}.2/24 dev outside", "link set outside up",
            $"addr add 192.168.{number}.1/24 dev inside", "link set inside up",
            $"route add default via 44.0.{number}.1");
        await IpAsync($"-n {host} -batch -", "link set lo up", $"addr add 192.168.{number}.2/24 dev eth", "link set eth up", $"route add default via 192.168.{number}.1");
        await ForwardAsync(router);
        await Namespaces.RunAsync("ip", $"netns exec {router} nft -f -", Rules(kind));
    }

    // What comes uninvited is dropped before the router remembers it: otherwise the flow it belongs to would take the port away
    // from the host that is about to punch.
    private static string[] Rules(NatKind kind) =>
    [
        "table ip lab {",
        "  chain translate {",
        "    type nat hook postrouting priority srcnat;",
        $"    oifname outside masquerade {(kind == NatKind.Random ? "fully-random" : "")}",
        "  }",
        "  chain uninvited {",
        "    type filter hook input priority filter;",
        "    iifname outside ct state new drop",
        "  }",
        "  chain through {",
        "    type filter hook forward priority filter;",
        "    iifname outside ct state new drop",
        "  }",
        "}",
    ];

    private static Task ForwardAsync(string router) => IpAsync($"netns exec {router} tee /proc/sys/net/ipv4/ip_forward", "1");

    private static Task IpAsync(string arguments, params string[] lines) => Namespaces.RunAsync("ip", arguments, lines);
}
