using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>What the two ends, their NATs and the nodes between are like.</summary>
internal sealed record BenchSetting
{
    public FirewallKind ClientNat { get; init; } = FirewallKind.Consistent;

    public FirewallKind ServerNat { get; init; } = FirewallKind.Consistent;

    /// <summary>Both ends come out of the same address and hear each other inside.</summary>
    public bool ShareLan { get; init; }

    /// <summary>The client offers a relay.</summary>
    public bool ClientRelay { get; init; }

    /// <summary>The server offers one.</summary>
    public bool ServerRelay { get; init; }

    public bool RelayIsThere { get; init; } = true;

    /// <summary>How many nodes know the server.</summary>
    public int Relays { get; init; } = 3;

    /// <summary>How many nodes pretend to, and answer nonsense.</summary>
    public int Liars { get; init; }

    /// <summary>The client is told where the server is, which answers itself.</summary>
    public bool IsDirect { get; init; }

    public bool KnowsNodes { get; init; } = true;

    public bool HasSockets { get; init; } = true;

    /// <summary>Whether the server lets the client in.</summary>
    public bool IsAdmitted { get; init; } = true;

    public bool FastOpen { get; init; } = true;

    public bool ClientAllows { get; init; } = true;

    public bool ServerAllows { get; init; } = true;

    /// <summary>Whether the server punches at all.</summary>
    public bool MayPunch { get; init; } = true;

    /// <summary>Which share of all packets is lost.</summary>
    public double Loss { get; init; }

    /// <summary>Which share of all packets comes twice.</summary>
    public double Doubling { get; init; }

    public int JitterMillis { get; init; } = 1;

    /// <summary>How many of the messages about a hole punch are followed by an older one and by one that is nobody's.</summary>
    public double Replays { get; init; }

    public ConnectSettings Settings { get; init; } = new();

    public int Seed { get; init; } = 1;
}
