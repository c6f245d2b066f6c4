using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Udx;
using static AkkaDht.Protocol.Tests.HyperDht.Connecting.LinkUnderTest;

namespace AkkaDht.Protocol.Tests.HyperDht.Connecting;

/// <summary>Inputs in any order, and peers that say anything: nothing throws, nothing grows, and at the end nothing is held.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [MemberData(nameof(Seeds.First), 120, MemberType = typeof(Seeds))]
    public void An_attempt_takes_anything_in_any_order(int seed)
    {
        var any = new Anything(seed);
        var attempt = new AttemptUnderTest(
            AttemptUnderTest.Plain with { RelayThrough = any.OneIn(2) ? RelayKeys.PublicKey : null, RelayAddresses = any.OneIn(3) ? any.Addresses() : [] },
            new PeerVantage { RemoteAddress = any.OneIn(4) ? any.Address() : null, LocalAddresses = [any.Address()], OwnRelay = any.OneIn(6) ? any.Address() : null },
            seed: seed);
        attempt.Started();
        for (var i = 0; i < 300; i++)
        {
            switch (any.Next(9))
            {
                case 0: attempt.Found(any.Address()); break;
                case 1 when attempt.Books.IsFinding: attempt.FindEnded(); break;
                case 2 or 3 or 4 when any.Outstanding(attempt) is { } ask: Reply(any, attempt, ask); break;
                default: any.Poke(attempt); break;
            }

            Assert.True(attempt.Books.Asks.Count <= 16 && attempt.Books.Sockets.Count <= 300);
        }

        End(attempt);
    }

    [Theory]
    [MemberData(nameof(Seeds.First), 120, MemberType = typeof(Seeds))]
    public void A_session_takes_anything_in_any_order(int seed)
    {
        var any = new Anything(seed);
        var session = new SessionUnderTest(
            any.Payload() with { Error = 0, Holepunch = null, Udx = new UdxOffer(any.OneIn(2), SessionUnderTest.RemoteId, 0) }, seed: seed);
        Assert.True(session.TryRead(isDirect: any.OneIn(6)));
        session.Copy();
        session.Turn(now => session.Machine.HandleAdmitted(now, SessionUnderTest.Admission with
        {
            MayPunch = !any.OneIn(6),
            RelayThrough = any.OneIn(2) ? RelayKeys.PublicKey : null,
            Vantage = SessionUnderTest.Admission.Vantage with { RemoteAddress = any.OneIn(6) ? any.Address() : null, IsFirewalled = !any.OneIn(6) },
        }));
        for (var i = 0; i < 300; i++)
        {
            switch (any.Next(9))
            {
                case 0: session.Copy(); break;
                case 1 when session.Answers.Any(): session.Say(any.Round(), any.OneIn(2), any.Address(), any.Address(), any.Socket(session), (ulong)any.Next(8), any.Address()); break;
                case 2: session.SayBytes(any.Bytes(), any.OneIn(2), client: any.OneIn(2) ? any.Address() : null); break;
                case 3 or 4 when any.Outstanding(session) is { } ask: Reply(any, session, ask); break;
                default: any.Poke(session); break;
            }

            Assert.True(session.Books.Asks.Count <= 16 && session.Books.Requests.Count <= 32 && session.Books.Sockets.Count <= 300);
        }

        End(session);
    }

    [Fact]
    public void Long_lists_of_addresses_are_probed_no_further_than_allowed()
    {
        var addresses = Enumerable.Range(1, 1000).Select(i => new PeerAddress(0x5a000000u + (uint)i, 1)).ToArray();
        var attempt = new AttemptUnderTest().Probing(nodes: [.. Enumerable.Range(1, 4).Select(i => Address($"100.1.0.{i}:100"))]);
        attempt.Behind(FirewallKind.Consistent);
        attempt.AnswerRound(AttemptUnderTest.Ready with { Addresses = addresses });
        attempt.AnswerRound(AttemptUnderTest.Ready with { Addresses = addresses, IsPunching = true });
        attempt.RunFor(30);
        Assert.InRange(attempt.Of<PeerAction.Probe>().Select(probe => probe.To).Distinct().Count(), 1, 20);
        Assert.True(attempt.Link.IsOver);
    }

    private static void Reply(Anything any, LinkUnderTest link, PeerAction.Ask ask)
    {
        if (any.OneIn(4))
        {
            link.NoReply(ask);
        }
        else if (link is AttemptUnderTest attempt && ask.Spec is { IsInternal: false, Command: PeerCommands.PeerHandshake } && any.OneIn(2))
        {
            attempt.Answer(ask, any.Payload(), any.OneIn(5) ? null : any.Address(), any.Address());
        }
        else if (link is AttemptUnderTest punching && ask == punching.Rounds.LastOrDefault() && any.OneIn(2))
        {
            punching.AnswerRound(any.Round(), any.Address(), any.Address());
        }
        else
        {
            link.Reply(ask, any.OneIn(3) ? null : any.Bytes(), any.Address(), any.OneIn(5) ? any.Address() : null);
        }
    }

    private static void End(LinkUnderTest link)
    {
        link.RunFor(200);
        link.Turn(link.Link.HandleStreamClosed);
        link.RunFor(60);
        while (link.Books.Opening > 0) link.Give();
        Assert.True(link.Books.IsFinished);
        Assert.True(link.Books.IsEmpty, $"{link.Books} are left.");
        Assert.Equal(0, link.Gate.Inside);
    }

    /// <summary>Values that a peer, a node or the clock may come up with.</summary>
    private sealed class Anything(int seed)
    {
        private static readonly PeerAddress[] Few = [.. new[] { "90.0.0.1:9000", "80.0.0.1:8000", "100.0.0.1:1001", "192.168.1.2:8000", "127.0.0.1:1", "240.0.0.1:5", "90.0.0.1:0", "0.0.0.0:0" }.Select(LinkUnderTest.Address)];

        private readonly Random _random = new(seed);

        public int Next(int bound) => _random.Next(bound);

        public bool OneIn(int count) => _random.Next(count) == 0;

        public PeerAddress Address() => OneIn(3) ? new PeerAddress((uint)_random.NextInt64(1L << 32), (ushort)_random.Next(1 << 16)) : Few[Next(Few.Length)];

        public IReadOnlyList<PeerAddress> Addresses() => [.. Enumerable.Range(0, Next(OneIn(10) ? 900 : 5)).Select(_ => Address())];

        public byte[] Bytes()
        {
            var bytes = new byte[Next(150)];
            _random.NextBytes(bytes);
            return bytes;
        }

        public FirewallKind Firewall() => (FirewallKind)(OneIn(8) ? (ulong)_random.NextInt64(1L << 53) : (ulong)Next(4));

        public NoisePayload Payload() => new()
        {
            Error = OneIn(10) ? (ulong)Next(5) : 0,
            Firewall = OneIn(5) ? Firewall() : FirewallKind.Unknown,
            Holepunch = OneIn(6) ? null : new HolepunchOffer((ulong)_random.NextInt64(1L << 50), [.. Addresses().Select(relay => new RelayInfo(relay, Address()))]),
            Addresses4 = Addresses(),
            Udx = OneIn(10) ? null : new UdxOffer(OneIn(2), (ulong)_random.NextInt64(OneIn(10) ? 1L << 40 : 1L << 32), 0),
            RelayThrough = OneIn(3) ? new RelayOffer(RelayKeys.PublicKey, AttemptUnderTest.Token(1)) : null,
            RelayAddresses = OneIn(2) ? Addresses() : null,
        };

        public HolepunchPayload Round() => new()
        {
            Error = OneIn(6) ? (ulong)Next(5) : 0,
            Firewall = Firewall(),
            IsPunching = OneIn(2),
            IsConnected = OneIn(5),
            Addresses = OneIn(4) ? null : Addresses(),
            RemoteAddress = OneIn(2) ? Address() : null,
            Token = OneIn(3) ? null : AttemptUnderTest.Token((byte)Next(3)),
            RemoteToken = OneIn(3) ? null : AttemptUnderTest.Token((byte)Next(3)),
        };

        public SocketRole Socket(LinkUnderTest link) => OneIn(3) || link.Books.Sockets.Count == 0 ? new SocketRole(Next(2)) : link.Books.Sockets.ElementAt(Next(link.Books.Sockets.Count));

        public PeerAction.Ask? Outstanding(LinkUnderTest link)
        {
            var tags = link.Books.Asks;
            if (tags.Count == 0) return null;

            var tag = tags.ElementAt(Next(tags.Count));
            return link.Of<PeerAction.Ask>().First(ask => ask.Tag == tag);
        }

        public void Poke(LinkUnderTest link)
        {
            switch (Next(11))
            {
                case 0 or 1 or 2 when link.Books.Opening > 0: Give(link); break;
                case 3: link.Probe(Socket(link), Address()); break;
                case 4 when OneIn(4): link.Knock(Socket(link), Address()); break;
                case 5 when OneIn(3): link.Turn(now => link.Link.HandleRelayReached(now, SocketRole.Client, Address())); break;
                case 6 when OneIn(3): link.Turn(now => link.Link.HandleRelayPaired(now, SocketRole.Client, new PeerAddress(0x46000001, 7000), new StreamId((uint)Next(99)))); break;
                case 7 when OneIn(4) && link.Books.HasRelay: link.RelayFailed(); break;
                case 8: link.Turn(link.Link.HandlePathChanged); break;
                case 9: link.Turn(link.Link.HandleDirectPacket); break;
                case 10: link.RunFor(_random.NextDouble() * 3); break;
                default: link.Turn(now => link.Link.HandleReply(now, _random.NextInt64(), new Reply(1, TimeSpan.Zero, Address(), null, Address(), null, [], 0, Bytes()))); break;
            }
        }

        private void Give(LinkUnderTest link)
        {
            if (OneIn(6)) link.GiveNone();
            else link.Give(Addresses());
        }
    }
}
