using AkkaDht.Protocol;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation;

/// <summary>Two ends of one stream in a network of their own; <see cref="A"/> knows where <see cref="B"/> is, and B accepts.</summary>
public sealed class SimPair
{
    private static readonly StreamId IdOfA = new(0xaaaaaaaa);
    private static readonly StreamId IdOfB = new(0xbbbbbbbb);

    /// <summary>Makes both ends and connects A.</summary>
    /// <param name="seed">What everything random follows from.</param>
    /// <param name="conditions">What all ways do.</param>
    /// <param name="settings">The settings of both ends.</param>
    public SimPair(int seed, LinkConditions conditions, UdxSettings? settings = null)
    {
        Network = new SimNetwork(seed) { Conditions = conditions };
        A = new StreamHost(Network, 1, IdOfA, IdOfB, settings ?? UdxSettings.Default);
        B = new StreamHost(Network, 2, IdOfB, IdOfA, settings ?? UdxSettings.Default);
        A.Connect(B.Address(SocketRole.Server));
    }

    /// <summary>The network between them.</summary>
    public SimNetwork Network { get; }

    /// <summary>The end that connects.</summary>
    public StreamHost A { get; }

    /// <summary>The end that accepts.</summary>
    public StreamHost B { get; }

    /// <summary>Whether both ends are over.</summary>
    public bool AreClosed => A.Stream.IsClosed && B.Stream.IsClosed;

    /// <summary>The way from A's server socket to B's.</summary>
    public Link AToB => Network.Way(A.Address(SocketRole.Server), B.Address(SocketRole.Server));

    /// <summary>The way back.</summary>
    public Link BToA => Network.Way(B.Address(SocketRole.Server), A.Address(SocketRole.Server));

    /// <summary>Changes both directions between the server sockets.</summary>
    public void Change(Func<LinkConditions, LinkConditions> change) =>
        Network.Change(A.Address(SocketRole.Server), B.Address(SocketRole.Server), change);

    /// <summary>Lets things happen until <paramref name="condition"/> holds; says whether it did in time.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit) => Network.RunUntil(condition, limit);
}
