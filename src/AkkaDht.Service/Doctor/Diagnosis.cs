using System.Globalization;
using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Service.Doctor;

/// <summary>What measurements mean, in words: nothing here asks anybody anything.</summary>
internal static class Diagnosis
{
    private const string RelayAdvice = "Let connections go through a relay that both sides reach.";

    private static readonly DateTimeOffset Earliest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LateTimer = TimeSpan.FromMilliseconds(30);

    private static readonly TimeSpan Probing = PuncherSettings.Default.RandomProbes * PuncherSettings.Default.ProbeInterval;

    public static IReadOnlyList<Finding> Of(Measurements measured) =>
    [
        Bootstrap(measured),
        Ports(measured),
        Address(measured),
        Firewall(measured),
        Nat(measured),
        .. Peers(measured.Firewall, measured.IsOnline),
        Buffers(measured),
        Clock(measured),
        Timers(measured),
    ];

    private static Finding Bootstrap(Measurements measured)
    {
        var there = measured.Bootstrap.Count(node => node.Rtt is not null);
        var says = string.Join(", ", measured.Bootstrap.Select(node =>
            node.Rtt is { } rtt ? Text($"{node.Node} answers in {rtt.TotalMilliseconds:0.0} ms") : $"{node.Node} does not answer"));
        return (there, measured.Bootstrap.Count) switch
        {
            (_, 0) => new("bootstrap", Verdict.Bad, "There is no bootstrap node to ask.", "Name one with --bootstrap host:port."),
            (0, _) => new("bootstrap", Verdict.Bad, says,
                "No UDP answer came back at all: see whether the machine is online and whether a firewall lets UDP out, and name a bootstrap node of your own network with --bootstrap."),
            var (some, all) when some < all => new("bootstrap", Verdict.Fair, says, "One is enough to begin with; the others may be away for a while."),
            _ => new("bootstrap", Verdict.Good, says),
        };
    }

    private static Finding Ports(Measurements measured) => measured.WantedPort != 0 && measured.LocalAddress.Port != measured.WantedPort
        ? new("ports", Verdict.Fair, $"UDP port {measured.WantedPort} is taken; {measured.LocalAddress.Port} is bound instead.",
            "A port that is forwarded by hand must be the one that is bound.")
        : new("ports", Verdict.Good, $"Bound to UDP port {measured.LocalAddress.Port} of {measured.LocalAddress.HostText}.");

    private static Finding Address(Measurements measured) => measured.PublicHost switch
    {
        null => new("address", Verdict.Bad, $"None of {measured.Witnesses.Asked} nodes said how it sees this machine."),
        { } host when measured.IsAmongItself => new("address", Verdict.Fair,
            $"Others see this machine at {HostText(host)}: they are in its own network, and say nothing of how it looks from outside.", "Ask the public network, without --bootstrap."),
        { } host when host == measured.LocalAddress.Host => new("address", Verdict.Good, $"Others see this machine at its own address, {HostText(host)}: there is no NAT."),
        { } host => new("address", Verdict.Good, $"Others see this machine at {HostText(host)}: there is a NAT in between, which is usual."),
    };

    private static Finding Firewall(Measurements measured) => measured switch
    {
        { IsOnline: false } => new("firewall", Verdict.Bad, "Whether strangers reach this machine cannot be told without a network."),
        { IsReachable: true, IsAmongItself: true } => new("firewall", Verdict.Good, "Nodes of this machine's own network reach the server port."),
        { IsReachable: true } => new("firewall", Verdict.Good, "Strangers reach the server port: this machine can be a persistent node, and anybody can connect to it."),
        _ => new("firewall", Verdict.Fair, "Strangers do not reach the server port; peers come in through hole punching.",
            "To be reached by everybody, forward a UDP port of the router to this machine, allow it in the firewall, and bind it with --port."),
    };

    private static Finding Nat(Measurements measured) => measured.Nat switch
    {
        FirewallKind.Open => new("nat", Verdict.Good, "There is no NAT to be considered."),
        FirewallKind.Consistent => new("nat", Verdict.Good, "The NAT keeps one port for a socket, whoever it talks to: holes can be punched."),
        FirewallKind.Unknown => new("nat", Verdict.Fair,
            $"Only {measured.Witnesses.Answered} of {measured.Witnesses.Asked} nodes answered, too few to tell what the NAT does.", "Try again when more nodes are there."),
        _ => new("nat", measured.IsReachable ? Verdict.Good : Verdict.Fair,
            "The NAT takes another port for every peer (symmetric NAT, carrier-grade NAT, some VPNs).",
            "If the router has a setting for it, choose full-cone or port-preserving NAT, or forward a port; without a VPN it may be better."),
    };

    // 03-hyperdht.md §11: what two firewalls make of each other.
    private static IEnumerable<Finding> Peers(FirewallKind local, bool isOnline)
    {
        if (!isOnline)
        {
            yield return new("peers", Verdict.Bad, "No peer can be reached.");
            yield break;
        }

        yield return new("peers: open", Verdict.Good, "Peers that strangers reach: connected directly.");
        yield return local switch
        {
            FirewallKind.Open => new("peers: consistent", Verdict.Good, "Peers behind a consistent NAT: they connect directly, as this machine is reachable."),
            FirewallKind.Consistent => new("peers: consistent", Verdict.Good, "Peers behind a consistent NAT: holes are punched within a second or a few."),
            FirewallKind.Unknown => new("peers: consistent", Verdict.Fair, "Peers behind a consistent NAT: punching a hole will be tried."),
            _ => new("peers: consistent", Verdict.Fair, Text($"Peers behind a consistent NAT: reached by chance with many ports, within {Probing.TotalSeconds:0} s as a rule, one peer at a time.")),
        };
        yield return local switch
        {
            FirewallKind.Open => new("peers: random", Verdict.Good, "Peers behind a random NAT: they connect directly, as this machine is reachable."),
            FirewallKind.Consistent => new("peers: random", Verdict.Fair, Text($"Peers behind a random NAT: reached by chance with many probes, within {Probing.TotalSeconds:0} s as a rule, one peer at a time.")),
            FirewallKind.Unknown => new("peers: random", Verdict.Fair, "Peers behind a random NAT: probably only through a relay.", RelayAdvice),
            _ => new("peers: random", Verdict.Bad, "Peers behind a random NAT: two random NATs find no common hole.", RelayAdvice),
        };
    }

    private static Finding Buffers(Measurements measured)
    {
        if (measured.WantedReceiveBuffer == 0 || measured.ReceiveBuffer >= measured.WantedReceiveBuffer)
            return new("buffers", Verdict.Good, $"The UDP receive buffer has {KiB(measured.ReceiveBuffer)}.");

        var advice = OperatingSystem.IsLinux()
            ? $"Fast streams lose packets in it. Allow more with: sysctl -w net.core.rmem_max={measured.WantedReceiveBuffer}"
            : "Fast streams lose packets in it. Allow larger socket buffers in the settings of the system.";
        return new("buffers", Verdict.Fair, $"The UDP receive buffer has {KiB(measured.ReceiveBuffer)} of the {KiB(measured.WantedReceiveBuffer)} that are wanted.", advice);
    }

    private static Finding Clock(Measurements measured) => measured.Clock < Earliest
        ? new("clock", Verdict.Bad, Text($"The clock says {measured.Clock:u}, which is long past."), "Set the clock: announcements with a time ahead of others' are refused.")
        : new("clock", Verdict.Good, Text($"The clock says {measured.Clock:u}."));

    private static Finding Timers(Measurements measured) => measured.TimerTook > LateTimer
        ? new("timers", Verdict.Fair, Text($"A timer of {Measurements.Timer.TotalMilliseconds:0} ms took {measured.TimerTook.TotalMilliseconds:0.0} ms."),
            "The machine is busy: probes and packets will go out late.")
        : new("timers", Verdict.Good, Text($"A timer of {Measurements.Timer.TotalMilliseconds:0} ms took {measured.TimerTook.TotalMilliseconds:0.0} ms."));

    private static string HostText(uint host) => new PeerAddress(host, 0).HostText;

    private static string KiB(int bytes) => Text($"{bytes / 1024} KiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
