using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Bootstrapping;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;
using static AkkaDht.Queries.QueryMessages;

namespace AkkaDht.Tests.Queries;

/// <summary>One query as an actor: its visits go to <see cref="PartsTest.Requests"/>, its results to a consumer.</summary>
public sealed class QueryActorTests : PartsTest
{
    private const long OwnSession = -1;

    private static readonly QueryPlan Plan = new(new NodeId(1, 2, 3, 4), 7) { Value = new byte[] { 5 } };

    private readonly TestProbe _consumer;

    public QueryActorTests() => _consumer = CreateTestProbe("consumer");

    [Fact]
    public void A_query_without_a_table_begins_with_the_bootstrap_nodes()
    {
        StartQuery(Plan);

        Bootstrap.ExpectMsg<BootstrapMessages.Resolve>();
        Bootstrap.Reply(new BootstrapMessages.Resolved([NodeAt(1)]));

        var visit = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((PeerAddress.Loopback(1), NodeAt(1).Id, Plan.Command, Plan.Target), (visit.To, visit.ToId, visit.Command, visit.Target));
        Assert.True(visit.ReportSlow);
        Assert.Equal(OwnSession, visit.Session);
    }

    [Fact]
    public void A_query_that_ends_at_once_has_named_itself_before()
    {
        var query = StartQuery(Seeded());

        Assert.Empty(_consumer.ExpectMsgFrom<Finished>(query).ClosestReplies);
    }

    [Fact]
    public void A_reply_is_a_result_and_the_last_one_the_end()
    {
        var query = StartQuery(Seeded(1));
        var reply = Answer(Requests.ExpectMsg<RequestMessages.Send>(), 1);

        Assert.Equal(reply, _consumer.ExpectMsg<Progressed>().Result);
        var finished = _consumer.ExpectMsg<Finished>();
        Assert.Equal(QueryOutcome.Completed, finished.Outcome);
        Assert.Equal([reply], finished.ClosestReplies);
        Assert.Null(finished.Failure);
        Watch(query);
        ExpectTerminated(query);
    }

    [Fact]
    public void Nodes_told_of_on_the_way_are_visited_and_a_down_hint_tells_of_those_that_are_not_there()
    {
        StartQuery(Plan);
        Bootstrap.ExpectMsg<BootstrapMessages.Resolve>();
        Bootstrap.Reply(new BootstrapMessages.Resolved([NodeAt(1)]));
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), 1, closer: PeerAddress.Loopback(2));

        var visit = Requests.ExpectMsg<RequestMessages.Send>();
        Assert.Equal(PeerAddress.Loopback(2), visit.Spec.To);
        Fail(visit, RequestOutcomeKind.TimedOut);

        var hint = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((PeerAddress.Loopback(1), Commands.DownHint), (hint.To, hint.Command));
        _consumer.ExpectMsg<Progressed>();
        Assert.Equal(QueryOutcome.Completed, _consumer.ExpectMsg<Finished>().Outcome);
    }

    [Fact]
    public void A_slow_visit_makes_room_for_another()
    {
        var query = StartQuery(Seeded(1, 2) with { Concurrency = 1 });
        var first = Requests.ExpectMsg<RequestMessages.Send>();
        Requests.ExpectNoMsg(TimeSpan.Zero);

        query.Tell(new RequestMessages.Slow(first.Tag));

        Assert.NotEqual(first.Spec.To, Requests.ExpectMsg<RequestMessages.Send>().Spec.To);
    }

    [Fact]
    public void A_consumer_that_does_not_read_is_waited_for()
    {
        Settings = Settings with { Queries = new() { Limits = new QueryLimits { MaxUnreadResults = 1 } } };
        var query = StartQuery(Seeded(1, 2) with { Concurrency = 1 });
        AnswerNext();
        _consumer.ExpectMsg<Progressed>();
        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        query.Tell(new Demand(1));

        Requests.ExpectMsg<RequestMessages.Send>();
    }

    [Fact]
    public void Results_that_the_map_leaves_out_need_no_reader()
    {
        Settings = Settings with { Queries = new() { Limits = new QueryLimits { MaxUnreadResults = 1 } } };
        StartQuery(Seeded(1, 2, 3) with { Concurrency = 1 }, map: _ => null);

        for (var i = 0; i < 3; i++) AnswerNext();

        Assert.Equal(3, _consumer.ExpectMsg<Finished>().Stats.Successes);
    }

    [Fact]
    public void A_walk_that_leaves_all_results_out_still_asks_the_table_when_its_seeds_fail_it()
    {
        Settings = Settings with { Queries = new() { Limits = new QueryLimits { MaxUnreadResults = 1 } } };
        Fill(2);
        var seeds = Enumerable.Range(100, 20).Select(port => NodeAt((ushort)port)).ToArray();
        StartQuery(Plan with { Seeds = seeds, Concurrency = 1 }, map: _ => null);
        for (var i = 0; i < 19; i++) Fail(Requests.ExpectMsg<RequestMessages.Send>(), RequestOutcomeKind.Refused);

        AnswerNext();

        AnswerNext();
        AnswerNext();
        Assert.Equal(3, _consumer.ExpectMsg<Finished>().Stats.Successes);
    }

    [Fact]
    public void An_automatic_commit_repeats_the_command_with_the_token_of_the_reply()
    {
        StartQuery(Seeded(1) with { Commit = CommitMode.Automatic });
        var token = RoundTripToken.Read(Enumerable.Repeat((byte)9, RoundTripToken.Length).ToArray());
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), 1, token: token);

        var commit = Requests.ExpectMsg<RequestMessages.Send>();
        Assert.Equal((PeerAddress.Loopback(1), token, Plan.Command), (commit.Spec.To, commit.Spec.Token!.Value, commit.Spec.Command));
        Requests.Reply(new RequestMessages.Finished(commit.Tag, RequestOutcomeKind.Replied, ReplyOf(1), default, 0));

        _consumer.ExpectMsg<Progressed>();
        Assert.Equal(QueryOutcome.Completed, _consumer.ExpectMsg<Finished>().Outcome);
    }

    [Fact]
    public void A_commit_that_times_out_fails()
    {
        StartQuery(Seeded(1) with { Commit = CommitMode.Automatic });
        Answer(Requests.ExpectMsg<RequestMessages.Send>(), 1, token: RoundTripToken.Read(new byte[RoundTripToken.Length]));

        Fail(Requests.ExpectMsg<RequestMessages.Send>(), RequestOutcomeKind.TimedOut);

        _consumer.ExpectMsg<Progressed>();
        var finished = _consumer.ExpectMsg<Finished>();
        Assert.Equal(QueryOutcome.CommitFailed, finished.Outcome);
        Assert.Equal(RequestOutcomeKind.TimedOut, Assert.IsType<DhtException>(finished.Failure).Kind);
    }

    [Fact]
    public void A_commit_without_a_token_fails()
    {
        StartQuery(Seeded(1) with { Commit = CommitMode.Automatic });

        AnswerNext();

        _consumer.ExpectMsg<Progressed>();
        Assert.IsType<NoTokenException>(_consumer.ExpectMsg<Finished>().Failure);
    }

    [Fact]
    public void A_custom_commit_is_the_consumers()
    {
        var query = StartQuery(Seeded(1) with { Commit = CommitMode.Custom });
        AnswerNext();
        _consumer.ExpectMsg<Progressed>();

        var request = _consumer.ExpectMsg<CommitRequested>();
        query.Tell(new CommitSettled(request.Number, new FormatException("no")));

        var finished = _consumer.ExpectMsg<Finished>();
        Assert.Equal(QueryOutcome.CommitFailed, finished.Outcome);
        Assert.IsType<FormatException>(finished.Failure);
    }

    [Fact]
    public void A_consumer_that_stops_the_query_learns_of_its_end_and_its_requests_are_cancelled()
    {
        var query = StartQuery(Seeded(1));
        Requests.ExpectMsg<RequestMessages.Send>();

        query.Tell(Stop.Instance);

        Assert.Equal(OwnSession, Requests.ExpectMsg<RequestMessages.Cancel>().Session);
        var finished = _consumer.ExpectMsg<Finished>();
        Assert.Equal(QueryOutcome.Stopped, finished.Outcome);
        Assert.Null(finished.Failure);
    }

    [Fact]
    public void A_query_whose_consumer_dies_ends()
    {
        var query = StartQuery(Seeded(1));
        Watch(query);

        Sys.Stop(_consumer.Ref);

        ExpectTerminated(query);
        Requests.FishForMessage<RequestMessages.Cancel>(cancel => cancel.Session == OwnSession);
    }

    [Fact]
    public void A_query_in_the_session_of_its_consumer_leaves_that_alone_and_ends_with_it()
    {
        StartQuery(Seeded(1, 2) with { Concurrency = 1 }, session: 5);
        var visit = Requests.ExpectMsg<RequestMessages.Send>();

        Fail(visit, RequestOutcomeKind.Destroyed);

        Assert.Equal(QueryOutcome.Stopped, _consumer.ExpectMsg<Finished>().Outcome);
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_map_that_throws_ends_the_query_with_what_it_threw()
    {
        StartQuery(Seeded(1, 2), map: _ => throw new FormatException("not mine"));

        AnswerNext();

        Assert.IsType<FormatException>(_consumer.ExpectMsg<Finished>().Failure);
    }

    [Fact]
    public void A_query_that_is_ended_from_outside_has_failed()
    {
        var query = StartQuery(Seeded(1));

        Sys.Stop(query);

        Assert.IsType<DhtException>(_consumer.ExpectMsg<Finished>().Failure);
    }

    [Fact]
    public void A_query_in_the_background_gives_way_while_the_node_is_busy()
    {
        var query = StartQuery(Seeded([.. Enumerable.Range(1, 20).Select(port => (ushort)port)]) with { Concurrency = 3 }, isBackground: true);
        var visits = Enumerable.Range(0, 3).Select(_ => Requests.ExpectMsg<RequestMessages.Send>()).ToArray();

        query.Tell(new RequestMessages.Finished(visits[0].Tag, RequestOutcomeKind.Refused, null, default, InFlight: 50));
        Requests.ExpectMsg<RequestMessages.Send>();
        query.Tell(new RequestMessages.Finished(visits[1].Tag, RequestOutcomeKind.Refused, null, default, InFlight: 50));

        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    private IActorRef StartQuery(QueryPlan plan, Func<Reply, object?>? map = null, long session = OwnSession, bool isBackground = false)
    {
        var (parts, consumer) = (Parts, _consumer.Ref);
        var query = Start(Props.Create(() => new QueryActor(parts, plan, consumer, session, map, isBackground)), "q-1");
        if (!isBackground) Assert.Equal(query, _consumer.ExpectMsg<Started>().Query);
        return query;
    }

    // A walk that asks its seeds alone needs neither table nor bootstrap nodes.
    private static QueryPlan Seeded(params ushort[] ports) => Plan with { Seeds = [.. ports.Select(NodeAt)], OnlySeeds = true };

    private void Fill(int count)
    {
        var table = Parts.Identity.Table;
        foreach (var row in Enumerable.Range(1, count).Select(port => NodeAt((ushort)port)).GroupBy(node => table.RowOf(node.Id)))
        {
            var bucket = new Bucket(BucketLimits.Default);
            foreach (var node in row) bucket.Heard(1, node);
            table.Publish(row.Key, bucket.Snapshot);
        }
    }

    private void AnswerNext()
    {
        var visit = Requests.ExpectMsg<RequestMessages.Send>();
        Answer(visit, visit.Spec.To.Port);
    }

    private Reply Answer(RequestMessages.Send visit, ushort port, PeerAddress? closer = null, RoundTripToken? token = null)
    {
        var reply = ReplyOf(port) with { CloserNodes = closer is { } address ? [address] : [], Token = token };
        Requests.Reply(new RequestMessages.Finished(visit.Tag, RequestOutcomeKind.Replied, reply, default, 0));
        return reply;
    }

    private void Fail(RequestMessages.Send visit, RequestOutcomeKind kind) =>
        Requests.Reply(new RequestMessages.Finished(visit.Tag, kind, null, default, 0));

    private static Reply ReplyOf(ushort port) =>
        new(1, TimeSpan.Zero, PeerAddress.Loopback(port), NodeAt(port).Id, PeerAddress.None, null, [], 0, null);
}
