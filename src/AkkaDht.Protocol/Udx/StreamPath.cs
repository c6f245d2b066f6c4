namespace AkkaDht.Protocol.Udx;

/// <summary>Where the packets of a stream go.</summary>
/// <param name="Socket">The socket that they leave from.</param>
/// <param name="Remote">The address of the other end.</param>
/// <param name="RemoteId">The other end's id.</param>
/// <param name="LinkMtu">The longest IP packet in bytes that the route's first link carries; the search for the path's ends there (05-udx.md B9).</param>
public readonly record struct StreamPath(SocketRole Socket, PeerAddress Remote, StreamId RemoteId, int LinkMtu = MtuSearch.MaxMtu);

/// <summary>A packet that a stream has written into its caller's buffer and wants sent.</summary>
/// <param name="Socket">The socket that it leaves from.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Length">Bytes of the buffer that are the packet.</param>
public readonly record struct StreamTransmit(SocketRole Socket, PeerAddress To, int Length);
