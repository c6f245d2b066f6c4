namespace AkkaDht.Protocol.HyperDht.Holepunching;

/// <summary>What a <see cref="Puncher"/> wants done, in this order.</summary>
public abstract record PuncherAction
{
    private PuncherAction() { }

    /// <summary>Open a socket of the pool; answer with <see cref="Puncher.HandleSocket"/>, in any case.</summary>
    public sealed record OpenSocket : PuncherAction;

    /// <summary><paramref name="Socket"/> is not needed any more.</summary>
    public sealed record ReleaseSocket(SocketRole Socket) : PuncherAction;

    /// <summary>Ask the node <paramref name="To"/> once how it sees <paramref name="Socket"/>; report with <see cref="Puncher.HandlePong"/> or <see cref="Puncher.HandlePingFailed"/>.</summary>
    public sealed record Ping(SocketRole Socket, PeerAddress To) : PuncherAction;

    /// <summary>Send the one byte 0 to <paramref name="To"/>, to live for <paramref name="Ttl"/> hops.</summary>
    public sealed record Probe(SocketRole Socket, PeerAddress To, byte Ttl) : PuncherAction;

    /// <summary>The way is open: <paramref name="From"/> reaches us on <paramref name="Socket"/>, which remains held until <see cref="Puncher.Destroy"/>.</summary>
    public sealed record Connected(SocketRole Socket, PeerAddress From) : PuncherAction;

    /// <summary>The punch ended without success; everything has been given back.</summary>
    public sealed record Aborted : PuncherAction;

    /// <summary>As much is known about our NAT as there will be (<see cref="Puncher.IsAnalyzed"/>).</summary>
    public sealed record Analyzed : PuncherAction;
}
