namespace AkkaDht.Interop.Tests.HyperDht;

/// <summary>How a server of either side listens; null leaves the default.</summary>
/// <param name="Seed">The seed of its key pair, in hex; null for that of its node.</param>
/// <param name="Allow">The keys it lets in, in hex; null for everyone.</param>
/// <param name="Firewall"><c>throw</c> for a hook that fails.</param>
/// <param name="Punches">False for a server that never punches.</param>
/// <param name="MayPunch">False for one that refuses when a client asks it to.</param>
/// <param name="ShareLocalAddress">Whether it says its addresses in the local network.</param>
/// <param name="ReusableSocket">Whether routes may be used again.</param>
/// <param name="RelayThrough">The key of the relay that it wants, in hex.</param>
/// <param name="Echo">Whether its connections write back what they read, the end included.</param>
/// <param name="HandshakeClearWait">For how many milliseconds it remembers a handshake.</param>
internal sealed record Listening(
    string? Seed = null,
    IReadOnlyList<string>? Allow = null,
    string? Firewall = null,
    bool? Punches = null,
    bool? MayPunch = null,
    bool? ShareLocalAddress = null,
    bool? ReusableSocket = null,
    string? RelayThrough = null,
    bool Echo = false,
    int? HandshakeClearWait = null);

/// <summary>How either side connects to a key; null leaves the default.</summary>
/// <param name="Seed">The seed of the key pair it connects as, in hex; null for that of its node.</param>
/// <param name="FastOpen">Whether it sends a probe before it knows more.</param>
/// <param name="LocalConnection">Whether it tries the addresses in the local network.</param>
/// <param name="MayPunch">False for a client that refuses to punch when the probing is done.</param>
/// <param name="ReusableSocket">Whether routes may be used again.</param>
/// <param name="RelayThrough">The key of the relay that it wants, in hex.</param>
/// <param name="RelayAddresses">The nodes that it asks first.</param>
/// <param name="Echo">Whether the connection writes back what it reads, the end included.</param>
internal sealed record Connecting(
    string? Seed = null,
    bool? FastOpen = null,
    bool? LocalConnection = null,
    bool? MayPunch = null,
    bool? ReusableSocket = null,
    string? RelayThrough = null,
    IReadOnlyList<JsAddress>? RelayAddresses = null,
    bool Echo = false)
{
    /// <summary>A connection that nothing but a hole punch can bring about.</summary>
    public static Connecting ByPunching { get; } = new(FastOpen: false, LocalConnection: false);
}
