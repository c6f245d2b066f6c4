namespace AkkaDht.Protocol;

/// <summary>
/// A datagram that a machine wants sent. <see cref="Datagram"/> is valid until the machine that handed it out is given its next input.
/// </summary>
/// <param name="Socket">The socket it leaves on.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Datagram">The bytes.</param>
/// <param name="Ttl">Time to live in hops, 0 for the system's default.</param>
public readonly record struct Transmit(SocketRole Socket, PeerAddress To, ReadOnlyMemory<byte> Datagram, byte Ttl = 0);
