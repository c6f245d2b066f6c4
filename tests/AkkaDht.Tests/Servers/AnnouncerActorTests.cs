using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Protocol;
using AkkaDht.Protocol.DhtRpc;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Announcing;
using AkkaDht.Queries;
using AkkaDht.Requests;
using AkkaDht.Servers;
using AkkaDht.Tests.Support;
using static AkkaDht.Servers.ServerMessages;

namespace AkkaDht.Tests.Servers;

/// <summary>An announcer as an actor: its walks, its requests, and what its server's sessions read of it.</summary>
public sealed class AnnouncerActorTests : PartsTest
{
    private static readonly PeerAddress Own = PeerAddress.Parse("45.6.7.8:1234");
    private static readonly RoundTripToken Token = RoundTripToken.Read(new byte[RoundTripToken.Length]);

    private readonly TestProbe _query;
    private readonly TestProbe _owner;

    public AnnouncerActorTests() => (_query, _owner) = (CreateTestProbe("query"), CreateTestProbe("owner"));

    private ServerDesk Desk => field ??= new ServerDesk(Parts, new ServerSpec(), _owner.Ref);

    [Fact]
    public void A_server_is_announced_where_its_walk_ends_and_its_sessions_know_where()
    {
        var announcer = StartAnnouncer();
        var plan = Queries.ExpectMsg<QueryMessages.Start>().Plan;
        Assert.Equal((Desk.Target, PeerCommands.FindPeer), (plan.Target, plan.Command));

        EndWalk(announcer, 1, 2);
        AnswerNext(announcer);
        AnswerNext(announcer);

        Parent.ExpectMsg<HasAnnounced>();
        Assert.Equal([NodeAt(1).Address, NodeAt(2).Address], Desk.Relays.Addresses);
        Assert.True(Desk.Relays.Contains(NodeAt(2).Address));
        Assert.False(Desk.Relays.Contains(NodeAt(3).Address));
    }

    [Fact]
    public void Relays_are_pinged_when_it_is_time()
    {
        var announcer = StartAnnouncer();
        Queries.ExpectMsg<QueryMessages.Start>();
        EndWalk(announcer, 1);
        AnswerNext(announcer);
        Assert.True(AnswerNext(announcer).Spec.IsInternal);
        Requests.ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        Advance(new AnnouncerSettings().PingInterval);

        Assert.Equal((Commands.Ping, NodeAt(1).Address), (Requests.ExpectMsg<RequestMessages.Send>() is { Spec: var spec } ? spec.Command : 0, NodeAt(1).Address));
    }

    [Fact]
    public void A_server_that_closes_leaves_its_relays_and_says_so()
    {
        var announcer = Announced();

        announcer.Tell(Close.Instance);
        AnswerNext(announcer, PeerCommands.FindPeer);
        AnswerNext(announcer, PeerCommands.Unannounce);

        Parent.FishForMessage<HasLeft>(_ => true);
        Assert.Empty(Desk.Relays.Nodes);
    }

    [Fact]
    public void A_walk_that_goes_on_is_stopped_when_the_server_closes()
    {
        var announcer = StartAnnouncer();
        Queries.ExpectMsg<QueryMessages.Start>();
        announcer.Tell(new QueryMessages.Started(_query.Ref), _query.Ref);

        announcer.Tell(Close.Instance);

        _query.ExpectMsg<QueryMessages.Stop>();
        Parent.ExpectMsg<HasLeft>();
    }

    [Fact]
    public void A_walk_that_names_itself_too_late_is_stopped_and_the_next_one_follows()
    {
        var announcer = StartAnnouncer();
        Queries.ExpectMsg<QueryMessages.Start>();
        announcer.Tell(Suspend.Instance);
        Parent.ExpectMsg<HasLeft>();
        announcer.Tell(Resume.Instance);
        Queries.ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        announcer.Tell(new QueryMessages.Started(_query.Ref), _query.Ref);

        _query.ExpectMsg<QueryMessages.Stop>();
        Queries.ExpectMsg<QueryMessages.Start>();
    }

    [Fact]
    public void A_walk_that_is_refused_is_tried_again()
    {
        var announcer = StartAnnouncer();
        Queries.ExpectMsg<QueryMessages.Start>();

        Queries.Reply(new QueryMessages.Finished(QueryOutcome.Stopped, [], default, new DhtException("too many")));

        Parent.ExpectMsg<HasAnnounced>();
        AwaitAssert(() =>
        {
            Advance(new AnnouncerSettings().MinRoundInterval);
            Queries.ExpectMsg<QueryMessages.Start>(TimeSpan.FromMilliseconds(100));
        });
        Assert.False(announcer.IsNobody());
    }

    [Fact]
    public void An_announcer_that_ends_takes_its_requests_along()
    {
        var announcer = Announced();

        Sys.Stop(announcer);

        Requests.FishForMessage<RequestMessages.Cancel>(_ => true);
        Assert.Empty(Desk.Relays.Recent);
    }

    [Fact]
    public void An_announcer_of_a_server_that_has_closed_meanwhile_has_left()
    {
        Desk.Wish = ServerWish.Closed;

        StartAnnouncer();

        Parent.ExpectMsg<HasLeft>();
        Queries.ExpectNoMsg(TimeSpan.Zero);
    }

    private IActorRef StartAnnouncer()
    {
        var (parts, desk) = (Parts, Desk);
        return Start(Props.Create(() => new AnnouncerActor(parts, desk)), "announcer");
    }

    private IActorRef Announced()
    {
        var announcer = StartAnnouncer();
        Queries.ExpectMsg<QueryMessages.Start>();
        EndWalk(announcer, 1);
        AnswerNext(announcer);
        AnswerNext(announcer);
        Parent.ExpectMsg<HasAnnounced>();
        return announcer;
    }

    private void EndWalk(IActorRef announcer, params ushort[] ports)
    {
        announcer.Tell(new QueryMessages.Started(_query.Ref), _query.Ref);
        announcer.Tell(new QueryMessages.Finished(QueryOutcome.Completed, [.. ports.Select(port => ReplyOf(NodeAt(port).Address))], default, null), _query.Ref);
    }

    private RequestMessages.Send AnswerNext(IActorRef announcer, ulong? command = null)
    {
        var send = Requests.FishForMessage<RequestMessages.Send>(sent => command is null || sent.Spec.Command == command);
        announcer.Tell(new RequestMessages.Finished(send.Tag, RequestOutcomeKind.Replied, ReplyOf(send.Spec.To), default, 0), Requests.Ref);
        return send;
    }

    private static Reply ReplyOf(PeerAddress from) => new(1, default, from, NodeAt(from).Id, Own, Token, [], 0, new byte[33]);
}
