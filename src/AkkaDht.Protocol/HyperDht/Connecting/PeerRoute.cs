namespace AkkaDht.Protocol.HyperDht.Connecting;

/// <summary>Where packets for a peer go.</summary>
/// <param name="Socket">The socket that they leave from.</param>
/// <param name="Address">The peer as seen from here.</param>
public readonly record struct PeerRoute(SocketRole Socket, PeerAddress Address)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address} by {Socket}";
}
