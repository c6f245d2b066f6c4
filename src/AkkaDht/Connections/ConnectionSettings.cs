using Akka.Configuration;

namespace AkkaDht.Connections;

/// <summary>What the connections of a node may cost, and how lasting ones come back: branch <c>akkadht.connections</c>.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Connections, reserved streams included; a further one is refused.</summary>
    public int MaxConnections { get; init; } = 32768;

    /// <summary>Received packets that may wait for one connection; further ones are dropped, as on any network. A batch that is not full counts for a quarter of its room.</summary>
    public int MaxWaitingPackets { get; init; } = 4096;

    /// <summary>Bytes that one connection holds for its consumer at most, in order or not: the window that its peer is told.</summary>
    public int ReceiveWindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The longest frame in bytes that a peer may send; a longer one ends the connection before anything is kept of it.</summary>
    public int MaxFrameBytes { get; init; } = 0xffffff;

    /// <summary>Bytes told to an owner that has not said itself what it has room for, and bytes that a handle reads ahead.</summary>
    public int ReadAheadBytes { get; init; } = 1024 * 1024;

    /// <summary>Writes that may wait for one connection to take them; further ones fail.</summary>
    public int MaxWaitingWrites { get; init; } = 1024;

    /// <summary>Silence after which an empty message is sent; zero for never. The reference: 5 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time from which on a reserved stream that nobody has connected is given up.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time that a closing connection waits for its peer to end too.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first pause of a lasting connection before it is opened again; it doubles with each failure.</summary>
    public TimeSpan MinRestartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause.</summary>
    public TimeSpan MaxRestartDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much longer a pause may be by chance, in per cent, at most 1000.</summary>
    public int RestartJitterPercent { get; init; } = 20;

    /// <summary>Reads the branch <c>akkadht.connections</c>.</summary>
    public static ConnectionSettings Create(Config config) => new()
    {
        MaxConnections = config.Number("max-connections", min: 1),
        MaxWaitingPackets = config.Number("max-waiting-packets", min: 1),
        ReceiveWindowBytes = config.Bytes("receive-window", min: 1),
        MaxFrameBytes = config.Bytes("max-frame", min: 56, max: 0xffffff),
        ReadAheadBytes = config.Bytes("read-ahead", min: 1),
        MaxWaitingWrites = config.Number("max-waiting-writes", min: 1),
        KeepAlive = config.Duration("keep-alive"),
        OpenTimeout = config.Duration("open-timeout"),
        CloseTimeout = config.Duration("close-timeout"),
        MinRestartDelay = config.Duration("min-restart-delay", canBeZero: false),
        MaxRestartDelay = config.Duration("max-restart-delay", canBeZero: false),
        RestartJitterPercent = config.Number("restart-jitter-percent", max: 1000),
    };
}
