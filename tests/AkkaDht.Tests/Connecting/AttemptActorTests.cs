using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Connecting;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Protocol.HyperDht.Records;
using AkkaDht.Protocol.Kademlia;
using AkkaDht.Protocol.Udx;
using AkkaDht.Queries;
using AkkaDht.Records;
using AkkaDht.Requests;
using AkkaDht.Tests.Support;

namespace AkkaDht.Tests.Connecting;

/// <summary>One attempt as an actor: what it asks for is its own, and nothing of it stays.</summary>
public sealed class AttemptActorTests : PartsTest
{
    private static readonly PublicKey Remote = KeyPair.FromSeed(Crypto, new byte[32]).PublicKey;
    private static readonly PeerAddress Storer = PeerAddress.Parse("45.6.7.8:49737");

    private readonly TestProbe _connection;
    private readonly TestProbe _query;

    public AttemptActorTests() => (_connection, _query) = (CreateTestProbe("connection"), CreateTestProbe("query"));

    [Fact]
    public void An_attempt_makes_itself_known_to_its_connection_and_looks_for_the_server()
    {
        var attempt = StartAttempt();

        Assert.Equal(attempt, _connection.ExpectMsg<ConnectionMessages.BeGuidedBy>().Guide);
        var plan = Queries.ExpectMsg<QueryMessages.Start>().Plan;
        Assert.Equal((Targets.Of(Crypto, Remote), PeerCommands.FindPeer), (plan.Target, plan.Command));
    }

    [Fact]
    public void A_server_that_nobody_knows_is_given_up_and_the_attempt_is_over()
    {
        var attempt = Watch(StartAttempt());
        BeginWalk(attempt);

        EndWalk(attempt);

        var failure = Failure();
        Assert.Equal((ConnectError.PeerNotFound, 0), (failure.Error, failure.Attempts));
        ExpectTerminated(attempt);
        Assert.Equal((0, 1, 1), (Parts.ConnectCounters.Active, Parts.ConnectCounters.Snapshot.Started, Parts.ConnectCounters.Snapshot.Failed));
    }

    [Fact]
    public void A_node_that_knows_the_server_is_handed_the_handshake()
    {
        var attempt = StartAttempt();
        BeginWalk(attempt);

        Found(attempt, Remote);

        var ask = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((Storer, PeerCommands.PeerHandshake), (ask.To, ask.Command));
        Assert.True(ask.Session < 0);
    }

    [Fact]
    public void The_record_of_another_server_leads_nowhere()
    {
        var attempt = StartAttempt();
        BeginWalk(attempt);

        Found(attempt, KeyPair.FromSeed(Crypto, Enumerable.Repeat((byte)1, 32).ToArray()).PublicKey);
        EndWalk(attempt);

        Assert.Equal(ConnectError.PeerNotFound, Failure().Error);
        Requests.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void With_its_connection_the_attempt_ends_and_everything_that_it_asked_for()
    {
        var attempt = Watch(StartAttempt());
        BeginWalk(attempt);
        Found(attempt, Remote);
        var session = Requests.ExpectMsg<RequestMessages.Send>().Spec.Session;

        Sys.Stop(_connection.Ref);

        ExpectTerminated(attempt);
        Assert.Equal(session, Requests.ExpectMsg<RequestMessages.Cancel>().Session);
        _query.FishForMessage<QueryMessages.Stop>(_ => true);
    }

    [Fact]
    public void An_attempt_that_fails_takes_everything_along_and_its_connection_learns_of_it()
    {
        var attempt = Watch(StartAttempt());
        BeginWalk(attempt);
        Found(attempt, Remote);
        Requests.ExpectMsg<RequestMessages.Send>();

        attempt.Tell(Kill.Instance);

        ExpectTerminated(attempt);
        Failure();
        Requests.ExpectMsg<RequestMessages.Cancel>();
        _query.FishForMessage<QueryMessages.Stop>(_ => true);
        Assert.Equal(0, Parts.ConnectCounters.Active);
    }

    [Fact]
    public void An_attempt_lasts_no_longer_than_it_may()
    {
        Settings = Settings with { Connecting = new() { Deadline = TimeSpan.FromSeconds(30) } };
        var attempt = Watch(StartAttempt());
        BeginWalk(attempt);

        Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(ConnectError.TimedOut, Failure().Error);
        ExpectTerminated(attempt);
        _query.FishForMessage<QueryMessages.Stop>(_ => true);
    }

    [Fact]
    public void A_node_that_is_suspended_says_so()
    {
        var attempt = Watch(StartAttempt());

        attempt.Tell(new ConnectMessages.EndAll(ConnectError.Suspended));

        Assert.Equal(ConnectError.Suspended, Failure().Error);
        ExpectTerminated(attempt);
    }

    [Fact]
    public void A_walk_that_is_not_wanted_any_more_when_it_begins_is_stopped()
    {
        var attempt = Watch(StartAttempt());
        Queries.ExpectMsg<QueryMessages.Start>();
        attempt.Tell(new ConnectMessages.EndAll(ConnectError.Suspended));
        ExpectTerminated(attempt);

        // The query finds its consumer gone, and stops by itself.
        Assert.Equal(ConnectError.Suspended, Failure().Error);
    }

    [Fact]
    public void A_node_that_keeps_records_asks_itself_first()
    {
        Parts.Identity = IdentityOf(default, isEphemeral: false);
        var attempt = StartAttempt();
        Assert.Equal(Targets.Of(Crypto, Remote), Records.ExpectMsg<RecordMessages.GetRelay>().Target);
        Queries.ExpectNoMsg(TimeSpan.Zero);

        attempt.Tell(new RecordMessages.Relay(Targets.Of(Crypto, Remote), Storer), Records.Ref);

        var ask = Requests.ExpectMsg<RequestMessages.Send>().Spec;
        Assert.Equal((Storer, PeerCommands.PeerHandshake), (ask.To, ask.Command));
    }

    [Fact]
    public void A_connection_that_ends_while_the_node_asks_itself_leaves_nothing()
    {
        Parts.Identity = IdentityOf(default, isEphemeral: false);
        var attempt = Watch(StartAttempt());

        Sys.Stop(_connection.Ref);

        ExpectTerminated(attempt);
        Queries.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(0, Parts.ConnectCounters.Active);
    }

    private IActorRef StartAttempt()
    {
        Parts.ConnectCounters.CountStarted();
        var begin = new ConnectMessages.Begin(_connection.Ref, new StreamId(7), new PeerSpec(Remote));
        var options = new ConnectOptions { Remote = Remote, KeyPair = Parts.KeyPair };
        var (parts, vantage) = (Parts, Parts.Vantage());
        return Parent.ChildActorOf(Props.Create(() => new AttemptActor(parts, begin, options, vantage)), "a-1", new OneForOneStrategy(_ => Directive.Stop));
    }

    private void BeginWalk(IActorRef attempt)
    {
        Queries.ExpectMsg<QueryMessages.Start>();
        attempt.Tell(new QueryMessages.Started(_query.Ref), _query.Ref);
    }

    private void Found(IActorRef attempt, PublicKey key)
    {
        var reply = new Reply(1, default, Storer, NodeIdCache.Compute(Crypto, Storer), PeerAddress.Parse("46.1.1.1:1"), null, [], 0, new PeerRecord(key, []).ToBytes());
        attempt.Tell(new QueryMessages.Progressed(Queries.LastMessage is QueryMessages.Start { Map: { } map } ? map(reply)! : reply), _query.Ref);
    }

    private void EndWalk(IActorRef attempt) =>
        attempt.Tell(new QueryMessages.Finished(QueryOutcome.Completed, [], default, null), _query.Ref);

    private ConnectFailure Failure() => _connection.FishForMessage<ConnectionMessages.GiveUp>(_ => true).Failure;
}
