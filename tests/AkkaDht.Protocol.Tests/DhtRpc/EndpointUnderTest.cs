using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>An <see cref="RpcEndpoint{TOwner}"/> with a clock that a test moves and a table that it fills.</summary>
internal sealed class EndpointUnderTest
{
    /// <summary>A peer with a public address, which has allowances to keep to.</summary>
    public static readonly PeerAddress Peer = PeerAddress.Parse("44.1.2.3:5000");

    public static readonly PeerAddress OtherPeer = PeerAddress.Parse("44.9.8.7:5000");

    /// <summary>Our own address as others see it.</summary>
    public static readonly PeerAddress Own = PeerAddress.Parse("45.6.7.8:49737");

    public static readonly NodeId Target = new(0x1234_5678_9abc_def0, 1, 2, 3);

    private static readonly SeededRandom TokenRandom = new(77);

    private Instant _boundAt;

    public EndpointUnderTest(
        EndpointSettings? settings = null, bool isEphemeral = true, bool isFirewalled = true, bool isBound = true, IRandomSource? random = null)
    {
        Identity = new NodeIdentity(new RoutingTable(NodeAt(Own).Id), isEphemeral, isFirewalled);
        Tokens = new RoundTripTokens(ManagedSuite.Instance, TokenRandom);
        Machine = new RpcEndpoint<int>(
            settings ?? new EndpointSettings(), Tokens, random ?? new SeededRandom(1), address => Ids.Get(address), Identity);
        if (isBound) Bind();
    }

    public RpcEndpoint<int> Machine { get; }

    public RoundTripTokens Tokens { get; }

    public NodeIdentity Identity { get; private set; }

    public Instant Now { get; private set; }

    public EndpointStats Stats => Machine.Stats;

    private NodeIdCache Ids { get; } = new(ManagedSuite.Instance, maximum: 1024);

    public static Node NodeAt(PeerAddress address) => new(NodeIdCache.Compute(ManagedSuite.Instance, address), address);

    public static EndpointSettings With(RequestSettings requests) => new() { Requests = requests };

    public static EndpointSettings With(AnswerSettings answers) => new() { Answers = answers };

    public void Bind()
    {
        _boundAt = Now;
        Machine.HandleBound(Now);
    }

    public void Become(NodeIdentity identity)
    {
        Identity = identity;
        Machine.HandleIdentity(identity);
    }

    /// <summary>Puts nodes at these addresses into the table.</summary>
    public void Know(params IEnumerable<PeerAddress> addresses)
    {
        foreach (var row in addresses.Select(NodeAt).GroupBy(node => Identity.Table.RowOf(node.Id)))
        {
            var bucket = Bucket.Restore(BucketLimits.Default, Identity.Table.Row(row.Key), tick: 1);
            foreach (var node in row) bucket.Heard(1, node);
            Identity.Table.Publish(row.Key, bucket.Snapshot);
        }
    }

    public void Start(RequestSpec spec, int owner = 0) => Machine.HandleStart(Now, spec, owner);

    /// <summary>Lets time pass, waking the machine exactly when it wants to be woken, and returns what it sent meanwhile.</summary>
    public List<Sent> PassMilliseconds(long milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        var sent = TakeSent();
        while (Machine.NextDeadline <= end)
        {
            Assert.True(Machine.NextDeadline >= Now, $"It is {Now}, and the deadline is past: {Machine.NextDeadline}.");
            Now = Machine.NextDeadline;
            Machine.HandleTimeout(Now);
            sent.AddRange(TakeSent());
        }

        Now = end;
        return sent;
    }

    /// <summary>Moves the clock without waking the machine.</summary>
    public void SleepMilliseconds(long milliseconds) => Now += TimeSpan.FromMilliseconds(milliseconds);

    public List<Sent> TakeSent()
    {
        var sent = new List<Sent>();
        while (Machine.TryTakeTransmit(out var transmit))
            sent.Add(new Sent((Now - _boundAt).TotalMilliseconds, transmit.Socket, transmit.To, transmit.Datagram.ToArray(), transmit.Ttl));
        return sent;
    }

    public List<RequestOutcome<int>> TakeOutcomes()
    {
        var outcomes = new List<RequestOutcome<int>>();
        while (Machine.TryTakeOutcome(out var outcome)) outcomes.Add(outcome);
        return outcomes;
    }

    public RequestOutcomeKind[] TakeKinds() => [.. TakeOutcomes().Select(outcome => outcome.Kind)];

    public List<Node> TakeHeard()
    {
        var heard = new List<Node>();
        while (Machine.TryTakeHeard(out var node)) heard.Add(node);
        return heard;
    }

    public List<PeerAddress> TakeSamples()
    {
        var samples = new List<PeerAddress>();
        while (Machine.TryTakeNatSample(out var sample)) samples.Add(sample.To);
        return samples;
    }

    /// <summary>A request arrives; returns what the machine sends at once.</summary>
    public List<Sent> Receive(RequestDatagram request, PeerAddress? from = null, SocketRole socket = default)
    {
        var datagram = new byte[request.Measure()];
        request.Encode(datagram);
        return Receive(datagram, from, socket);
    }

    public List<Sent> Receive(byte[] datagram, PeerAddress? from = null, SocketRole socket = default)
    {
        Machine.HandleDatagram(Now, socket, from ?? Peer, datagram);
        return TakeSent();
    }

    /// <summary>The endpoint that <paramref name="sent"/> went to replies, or another in its place.</summary>
    public void Answer(Sent sent, PeerAddress? from = null, SocketRole? socket = null, ushort? tid = null, bool showsId = false)
    {
        var sender = from ?? sent.To;
        var reply = new ReplyDatagram { Tid = tid ?? sent.Tid, To = Own, HasId = showsId, Id = NodeAt(sender).Id };
        var datagram = new byte[reply.Measure()];
        reply.Encode(datagram);
        Machine.HandleDatagram(Now, socket ?? sent.Socket, sender, datagram);
    }

    /// <summary>A datagram that left, <paramref name="AtMs"/> after the sockets were bound.</summary>
    public sealed record Sent(double AtMs, SocketRole Socket, PeerAddress To, byte[] Bytes, byte Ttl)
    {
        public ushort Tid => BitConverter.ToUInt16(Bytes, 2);

        public string Hex => Convert.ToHexStringLower(Bytes);

        public RequestDatagram Request()
        {
            Assert.True(RequestDatagram.TryDecode(Bytes, out var request, out var error), $"{error}: {Hex}");
            return request;
        }

        public ReplyDatagram Reply()
        {
            Assert.True(ReplyDatagram.TryDecode(Bytes, out var reply, out var error), $"{error}: {Hex}");
            return reply;
        }
    }
}
