namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>An address that the other side of a hole punch says is its own.</summary>
/// <param name="Address">Where; port 0 behind a random NAT.</param>
/// <param name="IsVerified">Whether the other side has shown that it receives at that host, by echoing a token sent there.</param>
public readonly record struct RemoteAddress(PeerAddress Address, bool IsVerified);
