namespace AkkaDht.Protocol.Udx;

/// <summary>Decides about packets that reach a stream before it is connected, or on another socket than it is connected to (05-udx.md A9).</summary>
public interface IStreamFirewall
{
    /// <summary>
    /// Whether the packet is taken. May connect the stream; the packet is then handled as one of a connected stream. A packet that
    /// is taken while the stream is still not connected is read, and acknowledged when it connects.
    /// </summary>
    bool Admits(UdxStream stream, Instant now, SocketRole socket, PeerAddress from);
}
