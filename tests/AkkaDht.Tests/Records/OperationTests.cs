using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Records.Operations;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;
using static AkkaDht.Records.RecordMessages;

namespace AkkaDht.Tests.Records;

/// <summary>One operation as an actor: its walk is <see cref="PartsTest.Queries"/>, its requests go to <see cref="PartsTest.Requests"/>.</summary>
public sealed class OperationTests : PartsTest
{
    private static readonly NodeId Topic = new(1, 2, 3, 4);
    private static readonly RoundTripToken Token = RoundTripToken.Read(Enumerable.Repeat((byte)7, 32).ToArray());

    private readonly KeyPair _pair = KeyPair.FromSeed(Crypto, new byte[32]);
    private readonly TestProbe _asker;
    private IActorRef _operation = ActorRefs.Nobody;

    public OperationTests() => _asker = CreateTestProbe("asker");

    [Fact]
    public void An_announcement_is_signed_for_each_of_the_closest_nodes()
    {
        var plan = Begin(new Announce(Topic, _pair) { Relays = [PeerAddress.Loopback(5)], Bump = 9 });
        Assert.Equal((Topic, PeerCommands.Lookup, CommitMode.Custom), (plan.Target, plan.Command, plan.Commit));
        Reply[] closest = [ReplyFrom(1), ReplyFrom(2)];

        for (var number = 0; number < closest.Length; number++)
        {
            Commit(number, closest[number]);
            var spec = ExpectRequest(PeerCommands.Announce, closest[number].From);
            Assert.True(Announcement.TryDecode(spec.Value!.Value.Span, out var announcement));
            Assert.Equal(9ul, announcement.Bump);
            Assert.True(RecordSignatures.VerifyAnnounce(Crypto, announcement.Signature!.Value, Topic, closest[number].FromId!.Value, Token, announcement.Peer!, null));
            Answer(number, ReplyFrom(number + 1));
            Assert.Null(Queries.ExpectMsg<QueryMessages.CommitSettled>().Failure);
        }

        Finish(closest);
        Assert.Equal(closest.Select(reply => reply.FromNode!.Value), _asker.ExpectMsg<Announced>().Nodes);
        ExpectEnd();
    }

    [Fact]
    public void What_was_announced_before_is_withdrawn_before_it_is_announced_anew()
    {
        Begin(new Announce(Topic, _pair) { Clear = true });
        Assert.Equal(new Withdraw(Topic, _pair.PublicKey), Parent.ExpectMsg<Withdraw>());
        var known = ReplyFrom(1, new LookupReply([new PeerRecord(_pair.PublicKey, [])], 0).ToBytes());

        Progress(known);
        Commit(0, known);
        ExpectRequest(PeerCommands.Unannounce, known.From);
        Answer(-1, ReplyFrom(1));
        ExpectRequest(PeerCommands.Announce, known.From);
    }

    [Fact]
    public void An_announcement_is_withdrawn_where_it_is_found_and_where_more_is_than_was_told()
    {
        Begin(new Unannounce(Topic, _pair));
        Parent.ExpectMsg<Withdraw>();
        var other = KeyPair.FromSeed(Crypto, Enumerable.Repeat((byte)1, 32).ToArray()).PublicKey;

        Progress(ReplyFrom(1, new LookupReply([new PeerRecord(other, [])], 0).ToBytes()));
        Progress(ReplyFrom(2));
        Progress(ReplyFrom(3, new LookupReply([new PeerRecord(_pair.PublicKey, [])], 0).ToBytes()) with { FromId = null });
        Progress(ReplyFrom(4, new LookupReply([.. Enumerable.Repeat(new PeerRecord(other, []), 20)], 0).ToBytes()));
        var spec = ExpectRequest(PeerCommands.Unannounce, PeerAddress.Loopback(4));
        Assert.True(Announcement.TryDecode(spec.Value!.Value.Span, out var said));
        Assert.True(RecordSignatures.VerifyUnannounce(Crypto, said.Signature!.Value, Topic, NodeAt(4).Id, Token, said.Peer!, null));

        Finish();
        _asker.ExpectNoMsg(TimeSpan.Zero);
        Answer(-1, ReplyFrom(4));
        Assert.Equal([NodeAt(4)], _asker.ExpectMsg<Unannounced>().Nodes);
        ExpectEnd();
    }

    [Fact]
    public void An_immutable_value_counts_only_if_its_hash_is_the_one_asked_for()
    {
        Begin(new GetImmutable(Targets.Of(Crypto, [1])));
        Progress(ReplyFrom(1, [2]));
        Progress(ReplyFrom(2));
        Progress(ReplyFrom(3, [1]));

        var found = _asker.ExpectMsg<ImmutableValue>();
        Assert.Equal([1], found.Value!.Value.ToArray());
        Assert.Equal(PeerAddress.Loopback(3), found.From);
        Queries.FishForMessage(message => message is QueryMessages.Stop);
        ExpectEnd();
    }

    [Fact]
    public void A_value_that_nobody_has_is_none_when_the_walk_is_over()
    {
        Begin(new GetImmutable(Targets.Of(Crypto, [1])));
        Progress(ReplyFrom(1));
        Finish();

        Assert.Null(_asker.ExpectMsg<ImmutableValue>().Value);
    }

    [Theory]
    [InlineData(PeerErrors.SeqReused, RecordConflict.SeqReused)]
    [InlineData(PeerErrors.SeqTooLow, RecordConflict.SeqTooLow)]
    public void A_later_value_elsewhere_is_an_outcome_and_no_failure(ulong error, RecordConflict conflict)
    {
        Begin(new PutMutable(_pair, 3, new byte[] { 1 }));
        Commit(0, ReplyFrom(1));
        var spec = ExpectRequest(PeerCommands.MutablePut, PeerAddress.Loopback(1));
        Assert.True(MutablePut.TryDecode(spec.Value!.Value.Span, out var put));
        Assert.True(RecordSignatures.VerifyMutable(Crypto, _pair.PublicKey, put.Value));
        Answer(0, ReplyFrom(1) with { Error = error });
        Assert.NotNull(Queries.ExpectMsg<QueryMessages.CommitSettled>().Failure);

        Finish([ReplyFrom(1)], new DhtException("all failed"));
        var result = _asker.ExpectMsg<MutablePutResult>();
        Assert.Equal((conflict, 0), (result.Conflict, result.Nodes.Count));
    }

    [Fact]
    public void Who_keeps_a_value_is_told_beside_who_objects()
    {
        Begin(new PutMutable(_pair, 3, new byte[] { 1 }));
        foreach (var (number, error) in new[] { (0, PeerErrors.None), (1, PeerErrors.SeqTooLow) })
        {
            Commit(number, ReplyFrom(number + 1));
            ExpectRequest(PeerCommands.MutablePut, PeerAddress.Loopback((ushort)(number + 1)));
            Answer(number, ReplyFrom(number + 1) with { Error = error });
            Queries.ExpectMsg<QueryMessages.CommitSettled>();
        }

        Finish([ReplyFrom(1), ReplyFrom(2)]);
        var result = _asker.ExpectMsg<MutablePutResult>();
        Assert.Equal(RecordConflict.SeqTooLow, result.Conflict);
        Assert.Equal([NodeAt(1)], result.Nodes);
    }

    [Fact]
    public void The_latest_value_with_a_valid_signature_is_got()
    {
        Begin(new GetMutable(_pair.PublicKey) { Seq = 2 });
        Progress(ReplyFrom(1, Signed(1)));
        Progress(ReplyFrom(2, Signed(5)));
        Progress(ReplyFrom(3, (MutableOf(9) with { Seq = 10 }).ToBytes()));
        Progress(ReplyFrom(4, Signed(4)));
        Progress(ReplyFrom(5, [0xff]));
        Finish();

        var result = _asker.ExpectMsg<MutableGetResult>();
        Assert.Equal((5ul, PeerAddress.Loopback(2)), (result.Value!.Seq, result.From));
    }

    [Fact]
    public void The_first_valid_value_ends_a_search_that_does_not_want_the_latest()
    {
        Begin(new GetMutable(_pair.PublicKey) { Latest = false });
        Progress(ReplyFrom(1, Signed(1)));

        Assert.Equal(1ul, _asker.ExpectMsg<MutableGetResult>().Value!.Seq);
        ExpectEnd();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_value_is_put_anew_if_its_reader_wants_that(bool isWanted)
    {
        var asked = 0;
        Begin(new GetMutable(_pair.PublicKey) { Refresh = value => ++asked > 0 && isWanted && value.Seq == 1 });
        Progress(ReplyFrom(1, Signed(1)));
        for (var number = 0; number < 2; number++)
        {
            Commit(number, ReplyFrom(2));
            if (isWanted) ExpectRequest(PeerCommands.MutablePut, PeerAddress.Loopback(2));
            else Assert.Null(Queries.ExpectMsg<QueryMessages.CommitSettled>().Failure);
        }

        Assert.Equal(1, asked);
    }

    [Fact]
    public void A_node_without_a_token_cannot_be_asked_to_keep_anything()
    {
        Begin(new PutImmutable(new byte[] { 1 }));
        Commit(0, ReplyFrom(1) with { Token = null });
        Assert.IsType<NoTokenException>(Queries.ExpectMsg<QueryMessages.CommitSettled>().Failure);

        Finish([ReplyFrom(1)], new NoTokenException());
        Assert.IsType<NoTokenException>(_asker.ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public void A_node_that_does_not_answer_is_no_keeper()
    {
        Begin(new PutImmutable(new byte[] { 1 }));
        Commit(0, ReplyFrom(1));
        ExpectRequest(PeerCommands.ImmutablePut, PeerAddress.Loopback(1));
        _operation.Tell(new RequestMessages.Finished(0, RequestOutcomeKind.TimedOut, null, default, 0));
        Assert.NotNull(Queries.ExpectMsg<QueryMessages.CommitSettled>().Failure);

        Finish([ReplyFrom(1)]);
        Assert.Empty(_asker.ExpectMsg<ImmutablePut>().Nodes);
    }

    [Fact]
    public void An_operation_whose_walk_is_refused_fails()
    {
        Begin(new GetImmutable(Topic));
        _operation.Tell(new QueryMessages.Finished(QueryOutcome.Stopped, [], default, new DhtException("refused")));

        Assert.Equal("refused", _asker.ExpectMsg<Status.Failure>().Cause.Message);
    }

    [Fact]
    public void An_operation_ends_with_its_time()
    {
        Begin(new GetImmutable(Topic));
        Advance(Settings.Records.OperationTimeout);

        var failure = Assert.IsType<DhtException>(_asker.ExpectMsg<Status.Failure>().Cause);
        Assert.Equal(RequestOutcomeKind.TimedOut, failure.Kind);
        ExpectEnd();
    }

    [Fact]
    public void An_operation_ends_with_whoever_asked()
    {
        Begin(new PutImmutable(new byte[] { 1 }));
        Sys.Stop(_asker.Ref);

        Queries.ExpectMsg<QueryMessages.Stop>();
        ExpectEnd();
    }

    [Fact]
    public void An_operation_that_is_stopped_says_so()
    {
        Begin(new PutImmutable(new byte[] { 1 }));
        Sys.Stop(_operation);

        var failure = Assert.IsType<DhtException>(_asker.ExpectMsg<Status.Failure>().Cause);
        Assert.Equal(RequestOutcomeKind.Destroyed, failure.Kind);
    }

    private QueryPlan Begin(IOperation message)
    {
        var (parts, asker) = (Parts, _asker.Ref);
        _operation = Start(Props.Create(() => new OperationActor(parts, RecordOperation.Of(parts, message), asker)), "op-1");
        Watch(_operation);
        var plan = Queries.ExpectMsg<QueryMessages.Start>().Plan;
        _operation.Tell(new QueryMessages.Started(Queries.Ref));
        return plan;
    }

    private void Progress(Reply reply)
    {
        _operation.Tell(new QueryMessages.Progressed(reply));
        Queries.ExpectMsg<QueryMessages.Demand>();
    }

    private void Commit(int number, Reply reply) => _operation.Tell(new QueryMessages.CommitRequested(number, reply));

    private void Answer(long tag, Reply reply) => _operation.Tell(new RequestMessages.Finished(tag, RequestOutcomeKind.Replied, reply, default, 0));

    private void Finish(Reply[]? closest = null, Exception? failure = null) =>
        _operation.Tell(new QueryMessages.Finished(QueryOutcome.Completed, closest ?? [], default, failure));

    private RequestSpec ExpectRequest(ulong command, PeerAddress to)
    {
        var spec = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((command, to, Token), (spec.Command, spec.To, spec.Token));
        return spec;
    }

    private void ExpectEnd()
    {
        Requests.ExpectMsg<RequestMessages.Cancel>();
        ExpectTerminated(_operation);
    }

    private MutableValue MutableOf(ulong seq) => new(seq, new byte[] { 1 }, RecordSignatures.SignMutable(Crypto, _pair, seq, [1]));

    private byte[] Signed(ulong seq) => MutableOf(seq).ToBytes();

    private static Reply ReplyFrom(int port, byte[]? value = null) =>
        new(1, default, PeerAddress.Loopback((ushort)port), NodeAt((ushort)port).Id, PeerAddress.Loopback(9), Token, [], ErrorCodes.Ok, value);
}
