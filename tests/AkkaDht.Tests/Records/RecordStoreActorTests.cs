using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Handshaking;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;
using static AkkaDht.Records.RecordMessages;

namespace AkkaDht.Tests.Records;

/// <summary>The record store as an actor: requests come from <see cref="PartsTest.Requests"/>, and the answers go back there.</summary>
public sealed class RecordStoreActorTests : PartsTest
{
    private static readonly NodeId OwnId = new(9, 9, 9, 9);
    private static readonly PeerAddress Client = PeerAddress.Parse("9.9.9.9:9");
    private static readonly byte[] Noise = [1, 2, 3];

    private readonly KeyPair _pair = KeyPair.FromSeed(Crypto, new byte[32]);
    private readonly NodeId _target;
    private readonly TestProbe _server;
    private IActorRef _store = ActorRefs.Nobody;

    public RecordStoreActorTests()
    {
        _target = Targets.Of(Crypto, _pair.PublicKey);
        _server = CreateTestProbe("server");
    }

    [Fact]
    public void What_is_put_at_a_persistent_node_is_got_from_it()
    {
        StartStore(isEphemeral: false);
        var value = new byte[] { 1, 2 };
        var target = Targets.Of(Crypto, value);

        Assert.Equal(ErrorCodes.Ok, Ask(PeerCommands.ImmutablePut, target, value, token: default(RoundTripToken)).Answer.Error);
        Assert.Equal(value, Ask(PeerCommands.ImmutableGet, target).Answer.Value!.Value.ToArray());
        AwaitAssert(() => Assert.Equal((1, 1), (Parts.RecordCounters.Snapshot.Store.Immutables, Parts.RecordCounters.Snapshot.Store.Entries)));
    }

    [Fact]
    public void An_ephemeral_node_knows_none_of_the_commands_and_passes_handshakes_on()
    {
        StartStore(isEphemeral: true);
        Assert.Equal(ErrorCodes.UnknownCommand, Ask(PeerCommands.Lookup, _target).Answer.Error);

        Tell(PeerCommands.PeerHandshake, _target, new HandshakeMessage(PeerMode.FromClient, Noise, null, PeerAddress.Parse("7.7.7.7:7")).ToBytes());
        Assert.Equal(PeerAddress.Parse("7.7.7.7:7"), Requests.ExpectMsg<RequestMessages.Relay>().To);
    }

    [Fact]
    public void What_makes_no_sense_is_left_unanswered()
    {
        StartStore(isEphemeral: false);

        Tell(PeerCommands.Announce, _target, [0xff]);
        Requests.ExpectMsg<RequestMessages.Ignore>();
        Tell(PeerCommands.PeerHandshake, _target, [0xff]);
        Requests.ExpectMsg<RequestMessages.Ignore>();
        AwaitAssert(() => Assert.Equal(1, Parts.RecordCounters.Snapshot.Store.Rejected));
    }

    [Fact]
    public void A_handshake_reaches_the_server_of_this_node_and_its_answer_the_client()
    {
        StartStore(isEphemeral: true);
        Register();
        Tell(PeerCommands.PeerHandshake, _target, new HandshakeMessage(PeerMode.FromClient, Noise, null, null).ToBytes());

        var handshake = _server.ExpectMsg<Handshake>();
        Assert.Equal(Noise, handshake.Message.Noise.ToArray());
        _store.Tell(new AnswerHandshake(handshake.Request, handshake.Message, new byte[] { 4 }, new SocketRole(3)));

        var answer = Requests.ExpectMsg<RequestMessages.Respond>().Answer;
        Assert.Equal(new SocketRole(3), answer.Socket);
        Assert.True(HandshakeMessage.TryDecode(answer.Value!.Value.Span, out var reply));
        Assert.Equal((PeerMode.Reply, (byte)4), (reply.Mode, reply.Noise.Span[0]));
    }

    [Fact]
    public void A_hole_punch_reaches_the_server_of_this_node_and_its_answer_the_relay()
    {
        StartStore(isEphemeral: true);
        Register();
        Tell(PeerCommands.PeerHolepunch, _target, new HolepunchMessage(PeerMode.FromRelay, 1, Noise, Client).ToBytes());

        var punch = _server.ExpectMsg<Holepunch>();
        _store.Tell(new AnswerHolepunch(punch.Request, punch.Message, Noise, null));
        Assert.Equal(punch.Request.From, Requests.ExpectMsg<RequestMessages.Relay>().To);

        _store.Tell(new RecordMessages.Ignore(punch.Request));
        Requests.ExpectMsg<RequestMessages.Ignore>();
    }

    [Fact]
    public void A_server_that_has_stopped_or_listens_no_more_is_not_asked()
    {
        StartStore(isEphemeral: true);
        Register();
        _store.Tell(new Unregister(_target, Requests.Ref));
        Handshake();
        _server.ExpectMsg<Handshake>();

        _store.Tell(new Unregister(_target, _server.Ref));
        Handshake();
        Requests.ExpectMsg<RequestMessages.Respond>();

        Register();
        Handshake();
        _server.ExpectMsg<Handshake>();
        Sys.Stop(_server.Ref);
        AwaitAssert(() => Assert.Empty(Parts.RecordsMemory.Servers));
        Handshake();
        Requests.ExpectMsg<RequestMessages.Respond>();
    }

    [Fact]
    public void A_store_that_failed_still_knows_the_servers_of_its_node()
    {
        Settings = Settings with { NewRandom = () => new NoRandom() };
        StartStore(isEphemeral: false);
        Register();
        Announce(new NodeId(1, 2, 3, 4));

        // Which records are told is drawn.
        Tell(PeerCommands.Lookup, new NodeId(1, 2, 3, 4));
        Handshake();

        _server.ExpectMsg<Handshake>();
    }

    [Fact]
    public void An_attempt_learns_from_where_a_server_announced_itself()
    {
        StartStore(isEphemeral: false);
        Announce(_target);

        _store.Tell(new GetRelay(_target), _server.Ref);
        Assert.Equal(Client, _server.ExpectMsg<Relay>().Address);

        _store.Tell(new Withdraw(_target, _pair.PublicKey));
        _store.Tell(new GetRelay(_target), _server.Ref);
        Assert.Null(_server.ExpectMsg<Relay>().Address);
    }

    [Fact]
    public void What_is_old_is_forgotten_though_nobody_asks()
    {
        StartStore(isEphemeral: false);
        Ask(PeerCommands.ImmutablePut, Targets.Of(Crypto, [1]), [1], default(RoundTripToken));
        AwaitAssert(() => Assert.Equal(1, Parts.RecordCounters.Snapshot.Store.Entries));

        Advance(TimeSpan.FromHours(40));
        Advance(TimeSpan.FromHours(40));
        AwaitAssert(() => Assert.Equal((0, 0), (Parts.RecordCounters.Snapshot.Store.Entries, Parts.RecordCounters.Snapshot.Store.Bytes)));
    }

    [Fact]
    public void Lookups_and_searches_for_a_server_are_queries_of_whoever_asked()
    {
        StartStore(isEphemeral: true);
        _store.Tell(new Lookup(_target), _server.Ref);
        var lookup = Queries.ExpectMsg<QueryMessages.Start>();
        Assert.Equal((_target, PeerCommands.Lookup), (lookup.Plan.Target, lookup.Plan.Command));
        Assert.Equal(_server.Ref, Queries.LastSender);

        _store.Tell(new FindPeer(_target) { Seeds = [Client], Retries = 3 }, _server.Ref);
        var find = Queries.ExpectMsg<QueryMessages.Start>();
        Assert.Equal((PeerCommands.FindPeer, 3, NodeAt(Client)), (find.Plan.Command, find.Plan.Retries, Assert.Single(find.Plan.Seeds)));
    }

    [Fact]
    public void Operations_beyond_the_bound_are_refused_and_counted()
    {
        Settings = Settings with { Records = new() { MaxOperations = 2 } };
        StartStore(isEphemeral: true);
        for (var i = 0; i < 3; i++) _store.Tell(new GetImmutable(_target), _server.Ref);

        var refusal = _server.ExpectMsg<Status.Failure>();
        Assert.Contains("akkadht.records.max-operations", refusal.Cause.Message, StringComparison.Ordinal);
        AwaitAssert(() => Assert.Equal((2, 2, 1), CountsOf(Parts.RecordCounters.Snapshot)));

        // Whoever does not wait any more makes room for others.
        Sys.Stop(_server.Ref);
        AwaitAssert(() => Assert.Equal((0, 2, 1), CountsOf(Parts.RecordCounters.Snapshot)));
    }

    private static (int, long, long) CountsOf(RecordCounts counts) => (counts.ActiveOperations, counts.Operations, counts.RefusedOperations);

    private void StartStore(bool isEphemeral)
    {
        Parts.Identity = IdentityOf(OwnId, isEphemeral);
        _store = Start(Props.Create(() => new RecordStoreActor(Parts)), "records");
    }

    private void Announce(NodeId target)
    {
        var record = new PeerRecord(_pair.PublicKey, []);
        var signature = RecordSignatures.SignAnnounce(Crypto, _pair, target, OwnId, default, record);
        Ask(PeerCommands.Announce, target, new Announcement(record, null, signature, 0).ToBytes(), default(RoundTripToken));
    }

    private void Register() => _store.Tell(new Register(_target, _server.Ref, new PeerRecord(_pair.PublicKey, [])));

    private void Handshake() => Tell(PeerCommands.PeerHandshake, _target, new HandshakeMessage(PeerMode.FromClient, Noise, null, null).ToBytes());

    private RequestMessages.Respond Ask(ulong command, NodeId target, byte[]? value = null, RoundTripToken? token = null)
    {
        Tell(command, target, value, token);
        return Requests.ExpectMsg<RequestMessages.Respond>();
    }

    private void Tell(ulong command, NodeId target, byte[]? value = null, RoundTripToken? token = null) => _store.Tell(
        new RequestMessages.Incoming(new IncomingRequest(1, SocketRole.Server, 1, Client, null, PeerAddress.Loopback(1), token, command, target, value)), Requests.Ref);

    /// <summary>Fails whoever draws something.</summary>
    private sealed class NoRandom : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();

        public int Next(int exclusiveUpperBound) => throw new InvalidOperationException("there is none");
    }
}
