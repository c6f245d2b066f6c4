using AkkaDht.Protocol;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Service.Doctor;

/// <summary>What was found out about a machine and its network, before anybody says what that means.</summary>
internal sealed record Measurements
{
    /// <summary>The bound address of the server socket, with the machine's own host.</summary>
    public required PeerAddress LocalAddress { get; init; }

    /// <summary>The first port that the settings name; 0 for any.</summary>
    public required ushort WantedPort { get; init; }

    /// <summary>Each bootstrap node, and how fast it answers; null when it does not.</summary>
    public required IReadOnlyList<(string Node, TimeSpan? Rtt)> Bootstrap { get; init; }

    /// <summary>Nodes that were asked how they see us, and those that answered.</summary>
    public required (int Asked, int Answered) Witnesses { get; init; }

    /// <summary>The host that most of them see; null when nobody answered.</summary>
    public required uint? PublicHost { get; init; }

    /// <summary>What the NAT does with one socket, as far as they could tell.</summary>
    public required FirewallKind Nat { get; init; }

    /// <summary>Whether answers of nodes that the server socket had never sent anything to arrived there.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>The receive buffer that the settings want, in bytes; 0 for the system's default.</summary>
    public required int WantedReceiveBuffer { get; init; }

    /// <summary>The receive buffer that the system gives, in bytes.</summary>
    public required int ReceiveBuffer { get; init; }

    /// <summary>The time of day that the machine believes in.</summary>
    public required DateTimeOffset Clock { get; init; }

    /// <summary>How long a timer of <see cref="Timer"/> took.</summary>
    public required TimeSpan TimerTook { get; init; }

    /// <summary>The timer that is tried.</summary>
    public static readonly TimeSpan Timer = TimeSpan.FromMilliseconds(10);

    /// <summary>How others reach this machine.</summary>
    public FirewallKind Firewall => IsReachable ? FirewallKind.Open : Nat;

    /// <summary>Whether all nodes that answered are in this machine's own network.</summary>
    public bool IsAmongItself => PublicHost is { } host && new PeerAddress(host, 0).IsPrivate;

    /// <summary>Whether any node answered anything.</summary>
    public bool IsOnline => Witnesses.Answered > 0 || Bootstrap.Any(node => node.Rtt is not null);
}
