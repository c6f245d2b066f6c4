using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Simulation;

/// <summary>Two ends of one encrypted connection in a network of their own; <see cref="A"/> connects and speaks first, B accepts.</summary>
public sealed class EncryptedPair
{
    private const int LinkMtu = 1500;

    private static readonly StreamId IdOfA = new(0xaaaaaaaa);
    private static readonly StreamId IdOfB = new(0xbbbbbbbb);

    /// <summary>Makes both ends; A sends its first packet at once.</summary>
    /// <param name="seed">What everything random follows from, keys included.</param>
    /// <param name="conditions">What all ways do.</param>
    /// <param name="settings">The settings of both ends.</param>
    /// <param name="tamper">What becomes of the bytes of every datagram that arrives; null for nothing.</param>
    public EncryptedPair(int seed, LinkConditions conditions, SecretStreamSettings? settings = null, SimTampering? tamper = null)
    {
        Network = new SimNetwork(seed) { Conditions = conditions, Tampering = tamper };
        A = new EncryptedHost(Network, 1, IdOfA, isInitiator: true, settings ?? new());
        B = new EncryptedHost(Network, 2, IdOfB, isInitiator: false, settings ?? new());
        B.Turn(_ => B.Stream.Accept(IdOfA, LinkMtu));
        A.Turn(now => A.Stream.Connect(now, new StreamPath(SocketRole.Server, B.Address(SocketRole.Server), IdOfB)));
    }

    /// <summary>The network between them.</summary>
    public SimNetwork Network { get; }

    /// <summary>The end that connects.</summary>
    public EncryptedHost A { get; }

    /// <summary>The end that accepts.</summary>
    public EncryptedHost B { get; }

    /// <summary>Whether both ends are over.</summary>
    public bool AreClosed => A.Stream.End is not null && B.Stream.End is not null;

    /// <summary>Changes both directions between the server sockets.</summary>
    public void Change(Func<LinkConditions, LinkConditions> change) =>
        Network.Change(A.Address(SocketRole.Server), B.Address(SocketRole.Server), change);

    /// <summary>Lets things happen until <paramref name="condition"/> holds; says whether it did in time.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit) => Network.RunUntil(condition, limit);
}
