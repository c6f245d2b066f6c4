namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>How many handshakes strangers may have a node work on. The reference has no such bounds.</summary>
public sealed record AdmissionSettings
{
    /// <summary>Handshakes under way on all servers of a node.</summary>
    public int MaxHandshakes { get; init; } = 4096;

    /// <summary>Handshakes under way on one server.</summary>
    public int MaxPerServer { get; init; } = 1024;

    /// <summary>Handshakes under way for one address.</summary>
    public int MaxPerAddress { get; init; } = 128;

    /// <summary>Handshakes that one public address may begin at once, after a pause.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>Handshakes per second that one public address may begin in the long run.</summary>
    public int PerSecond { get; init; } = 50;

    /// <summary>The same for an address of a private or loopback network, of which there is one for each host and port.</summary>
    public int PrivateBurst { get; init; } = 4096;

    /// <summary>The same for an address of a private or loopback network.</summary>
    public int PrivatePerSecond { get; init; } = 2048;

    /// <summary>Accounts that all addresses share; made when the first address needs one.</summary>
    public int Slots { get; init; } = 4096;
}
