using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.HyperDht.Announcing;

/// <summary>An <see cref="Announcer"/> whose network is the test: nodes that store, answer pings and forget, or do not.</summary>
internal sealed class AnnouncerUnderTest
{
    public static readonly PeerAddress Own = PeerAddress.Parse("45.6.7.8:1234");

    private static readonly RoundTripToken Token = RoundTripToken.Read(Enumerable.Repeat((byte)7, RoundTripToken.Length).ToArray());
    private readonly List<AnnouncerOutput.Ask> _open = [];

    public AnnouncerUnderTest(AnnouncerSettings? settings = null) =>
        Machine = new Announcer(settings ?? new AnnouncerSettings(), ManagedSuite.Instance, KeyPair);

    public static KeyPair KeyPair { get; } = KeyPair.FromSeed(ManagedSuite.Instance, new byte[32]);

    public static NodeId Target { get; } = Targets.Of(ManagedSuite.Instance, KeyPair.PublicKey);

    public Announcer Machine { get; }

    public Instant Now { get; private set; } = Instant.FromMilliseconds(1_000);

    /// <summary>Nodes that answer nothing.</summary>
    public HashSet<PeerAddress> Dead { get; } = [];

    /// <summary>Our address as the nodes see it.</summary>
    public PeerAddress SeenAs { get; set; } = Own;

    /// <summary>What has been asked so far and not been taken.</summary>
    public List<RequestSpec> Asked { get; } = [];

    /// <summary>The other outputs so far.</summary>
    public List<AnnouncerOutput> Outputs { get; } = [];

    public static PeerAddress NodeAt(int number) => new(0x50000000u + (uint)number, 49737);

    public static Node Node(int number) => new(NodeIdCache.Compute(ManagedSuite.Instance, NodeAt(number)), NodeAt(number));

    /// <summary>A server that is announced to the nodes 1 to <paramref name="relays"/>.</summary>
    public static AnnouncerUnderTest Announced(int relays = 3, AnnouncerSettings? settings = null)
    {
        var server = new AnnouncerUnderTest(settings);
        server.Machine.HandleStart(server.Now);
        server.Walked([.. Enumerable.Range(1, relays)]);
        server.Answer();
        server.Asked.Clear();
        server.Outputs.Clear();
        return server;
    }

    /// <summary>The walk ends at these nodes; each proves its id and issues a token.</summary>
    public void Walked(params int[] nodes) => Walked([.. nodes.Select(number => Found(NodeAt(number)))]);

    public void Walked(IReadOnlyList<Reply> replies)
    {
        Machine.HandleWalked(Now, replies);
        Drain();
    }

    public Reply Found(PeerAddress node) =>
        new(0, default, node, NodeIdCache.Compute(ManagedSuite.Instance, node), SeenAs, Token, [], 0, new byte[33]);

    /// <summary>Answers everything that is asked, and what is asked because of that: the living at once, the dead with a timeout.</summary>
    public void Answer()
    {
        Drain();
        while (_open.Count > 0) AnswerOne();
    }

    /// <summary>Answers what was asked first.</summary>
    public void AnswerOne()
    {
        var ask = _open[0];
        _open.RemoveAt(0);
        Machine.HandleReply(Now, ask.Tag, Dead.Contains(ask.Spec.To) ? null : Found(ask.Spec.To));
        Drain();
    }

    /// <summary>Refuses what was asked first with an error code.</summary>
    public void RefuseOne()
    {
        var ask = _open[0];
        _open.RemoveAt(0);
        Machine.HandleReply(Now, ask.Tag, Found(ask.Spec.To) with { Error = 1 });
        Drain();
    }

    /// <summary>Waits until the machine wants to be woken, and wakes it.</summary>
    public void Sleep()
    {
        Assert.NotEqual(Instant.Never, Machine.NextDeadline);
        Sleep(Machine.NextDeadline - Now);
    }

    public void Sleep(TimeSpan time)
    {
        Now += time;
        Machine.HandleTimeout(Now);
        Drain();
    }

    public void Drain()
    {
        while (Machine.TryTakeOutput(out var output))
        {
            if (output is AnnouncerOutput.Ask ask)
            {
                _open.Add(ask);
                Asked.Add(ask.Spec);
            }
            else
            {
                Outputs.Add(output);
            }
        }
    }

    /// <summary>Whom the command was sent to, in order; they are not told of again.</summary>
    public PeerAddress[] Take(ulong command, bool isInternal = false)
    {
        PeerAddress[] taken = [.. Asked.Where(spec => spec.Command == command && spec.IsInternal == isInternal).Select(spec => spec.To)];
        Asked.RemoveAll(spec => spec.Command == command && spec.IsInternal == isInternal);
        return taken;
    }
}
