using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>How patient attempts and sessions are, and what they hold at most; the defaults are the reference's, where it has the number.</summary>
public sealed record ConnectSettings
{
    /// <summary>The longest that an attempt, or a session from its admission on, goes on without a connection; a relayed one stops looking for a direct path then.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Handshakes under way at once; one more while nodes are known from the start (§8.3).</summary>
    public int HandshakesInParallel { get; init; } = 2;

    /// <summary>Retransmissions of the query for nodes that know the server (§8.3).</summary>
    public int FindRetries { get; init; } = 3;

    /// <summary>How many of the nodes that are known from the start are tried; further ones are left out.</summary>
    public int MaxKnownRelays { get; init; } = 16;

    /// <summary>How many nodes that were found wait for their turn; further ones are left out.</summary>
    public int MaxFoundRelays { get; init; } = 64;

    /// <summary>How long a client that strangers can reach waits for the server's first packet (§8.8).</summary>
    public TimeSpan PassiveWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client waits when the server does not know its own firewall yet (§8.11).</summary>
    public TimeSpan UnknownFirewallPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest wait before another try of a punch that had to wait for its turn (§8.13).</summary>
    public TimeSpan TryLaterWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is added to <see cref="TryLaterWait"/> at most, at random.</summary>
    public TimeSpan TryLaterSpread { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server waits for the client's first packet, or its first message that it punches (§9.8, HANDSHAKE_INITIAL_TIMEOUT).</summary>
    public TimeSpan ServerWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server still answers copies of a handshake after its end (§9.10, handshakeClearWait).</summary>
    public TimeSpan ClearWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests of one session wait for an answer at once; further ones are left unanswered.</summary>
    public int MaxWaitingRequests { get; init; } = 16;

    /// <summary>How long a relay has to be reached and to join the two ends (§12).</summary>
    public TimeSpan RelayTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the relay is kept after the path has changed, when no packet shows that the peer has changed it too.</summary>
    public TimeSpan UpgradeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After which silence an empty message goes over a connection to a relay (§12, relayKeepAlive).</summary>
    public TimeSpan RelayKeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Punches with random ports that a node does at once (§11).</summary>
    public int RandomPunchLimit { get; init; } = 1;

    /// <summary>The rest between the end of a punch with random ports and the next one (§11, randomPunchInterval).</summary>
    public TimeSpan RandomPunchInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many peers the nodes that lead to them are remembered of (§5).</summary>
    public int MaxRememberedRelays { get; init; } = 512;

    /// <summary>How many ways to peers are remembered for further connections.</summary>
    public int MaxRememberedRoutes { get; init; } = 512;

    /// <summary>How holes are punched (§10, §11).</summary>
    public PuncherSettings Puncher { get; init; } = new();
}
