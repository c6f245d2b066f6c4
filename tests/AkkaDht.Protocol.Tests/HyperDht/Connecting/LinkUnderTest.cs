using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Udx;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>One machine in virtual time with a script for its surroundings: everything it did, and what it has not given back.</summary>
internal abstract class LinkUnderTest
{
    public static readonly ICryptoSuite Suite = CryptoSuites.Select(CryptoSuites.Auto);
    public static readonly KeyPair ServerKeys = Keys(1);
    public static readonly KeyPair ClientKeys = Keys(2);
    public static readonly KeyPair RelayKeys = Keys(3);

    private int _lastSocket = SocketRole.FirstPooled;

    protected LinkUnderTest(string name) => Books = new Ledger(name);

    public abstract PeerLink Link { get; }

    public Ledger Books { get; }

    public List<PeerAction> Done { get; } = [];

    public Instant Now { get; protected set; } = Instant.FromMilliseconds(1_000_000);

    public RandomPunchGate Gate { get; } = new();

    /// <summary>The pool socket that was given last.</summary>
    public SocketRole Pooled => new(_lastSocket - 1);

    public ConnectFailure Failure => Assert.IsType<PeerAction.Failed>(Books.Failed).Failure;

    public PeerAction.Connect Connected => Assert.IsType<PeerAction.Connect>(Books.Connected);

    public IEnumerable<T> Of<T>() where T : PeerAction => Done.OfType<T>();

    /// <summary>What was done since <paramref name="mark"/> actions.</summary>
    public IEnumerable<T> Since<T>(int mark) where T : PeerAction => Done.Skip(mark).OfType<T>();

    public PeerAction.Ask LastAsk(ulong command, bool isInternal = false) =>
        Of<PeerAction.Ask>().Last(ask => ask.Spec.Command == command && ask.Spec.IsInternal == isInternal);

    public void Turn(Action<Instant> input)
    {
        input(Now);
        Drain();
    }

    public void Give(IReadOnlyList<PeerAddress>? nodes = null)
    {
        var socket = new SocketRole(_lastSocket++);
        Books.Opened(socket);
        Turn(now => Link.HandleSocket(now, socket, nodes ?? []));
    }

    public void GiveNone()
    {
        Books.Opened(null);
        Turn(now => Link.HandleSocket(now, null, []));
    }

    public void Reply(PeerAction.Ask ask, ReadOnlyMemory<byte>? value, PeerAddress us, PeerAddress? from = null)
    {
        Books.Answered(ask.Tag);
        Turn(now => Link.HandleReply(now, ask.Tag, new Reply(1, TimeSpan.Zero, from ?? ask.Spec.To, null, us, null, [], 0, value)));
    }

    public void NoReply(PeerAction.Ask ask)
    {
        Books.Answered(ask.Tag);
        Turn(now => Link.HandleReply(now, ask.Tag, null));
    }

    public void Probe(SocketRole socket, PeerAddress from) => Turn(now => Link.HandleProbe(now, socket, from));

    public void Knock(SocketRole socket, PeerAddress from) => Turn(now => Link.HandleKnock(now, socket, from));

    public void RelayPaired(SocketRole socket, PeerAddress relay, uint remoteId)
    {
        Turn(now => Link.HandleRelayReached(now, socket, relay));
        Turn(now => Link.HandleRelayPaired(now, socket, relay, new StreamId(remoteId)));
    }

    public void RelayFailed()
    {
        Books.RelayFailed();
        Turn(Link.HandleRelayFailed);
    }

    /// <summary>Lets time pass, deadline by deadline.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (Link.NextDeadline <= end)
        {
            Now = Link.NextDeadline > Now ? Link.NextDeadline : Now;
            Turn(Link.HandleTimeout);
        }

        Now = end;
    }

    public void RunFor(double seconds) => RunFor(TimeSpan.FromSeconds(seconds));

    public static PeerAddress Address(string text) => PeerAddress.Parse(text);

    protected static KeyPair Keys(int seed)
    {
        var bytes = new byte[32];
        new SeededRandom(seed).Fill(bytes);
        return KeyPair.FromSeed(Suite, bytes);
    }

    private void Drain()
    {
        while (Link.TryTakeAction(out var action))
        {
            Done.Add(action);
            Books.Take(action);
        }

        if (Books.IsFinished) Assert.Equal(Instant.Never, Link.NextDeadline);
        Assert.Equal(Books.IsFinished, Link.IsOver);
    }
}
