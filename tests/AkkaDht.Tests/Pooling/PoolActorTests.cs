using Akka.Actor;
using Akka.TestKit;
using AkkaDht.Pooling;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Tests.Support;
using static AkkaDht.Pooling.PoolMessages;
using EndAsDuplicate = AkkaDht.Connections.ConnectionMessages.EndAsDuplicate;

namespace AkkaDht.Tests.Pooling;

/// <summary>A pool whose connections are probes.</summary>
public sealed class PoolActorTests : PartsTest
{
    private static readonly PublicKey Lesser = new(1, 0, 0, 0);
    private static readonly PublicKey Peer = new(2, 0, 0, 0);
    private static readonly PublicKey Greater = new(3, 0, 0, 0);

    private readonly IActorRef _pool;

    public PoolActorTests() => _pool = Start(PoolActor.Props(Node.Ref), "pool");

    [Fact]
    public void A_pool_has_nothing_for_a_peer_that_it_does_not_know()
    {
        Assert.Null(Find(Peer));
        Assert.Empty(All());
    }

    [Fact]
    public void A_connection_is_found_under_way_and_when_it_is_open()
    {
        var own = Begin(Lesser);
        Assert.Equal(new PooledConnection(own.Ref, Peer, IsInitiator: true, IsOpen: false), Find(Peer));

        _pool.Tell(new HasOpened(own.Ref, Peer));

        Assert.Equal(new PooledConnection(own.Ref, Peer, IsInitiator: true, IsOpen: true), Find(Peer));
        own.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Each_peer_has_its_own()
    {
        var (one, other) = (Accept(Lesser, Peer), Accept(Lesser, Greater));

        Assert.Equal([one.Ref, other.Ref], All().Select(item => item.Connection).ToHashSet());
    }

    [Fact]
    public void The_peers_connection_takes_the_place_of_ours_when_our_key_is_greater()
    {
        var (own, incoming) = (Begin(Greater), Accept(Greater));

        own.ExpectMsg<EndAsDuplicate>();
        Assert.Equal(incoming.Ref, Find(Peer)!.Connection);
    }

    [Fact]
    public void Our_connection_stays_when_our_key_is_less()
    {
        var (own, incoming) = (Begin(Lesser), Accept(Lesser));

        incoming.ExpectMsg<EndAsDuplicate>();
        Assert.Equal(own.Ref, Find(Peer)!.Connection);
    }

    [Fact]
    public void A_peer_that_comes_again_has_lost_the_connection_from_before()
    {
        var (before, again) = (Accept(Lesser), Accept(Lesser));

        before.ExpectMsg<EndAsDuplicate>();
        Assert.Equal(again.Ref, Find(Peer)!.Connection);
    }

    [Fact]
    public void Nobody_begins_what_there_is()
    {
        var (first, second) = (Begin(Greater), Begin(Greater));

        second.ExpectMsg<EndAsDuplicate>();
        Assert.Equal(first.Ref, Find(Peer)!.Connection);
    }

    [Fact]
    public void One_that_has_lost_and_opens_all_the_same_takes_no_place()
    {
        var (own, incoming) = (Begin(Greater), Accept(Greater));

        _pool.Tell(new HasOpened(own.Ref, Peer));

        Assert.Equal(incoming.Ref, Find(Peer)!.Connection);
        incoming.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_connection_that_ends_leaves_the_pool_and_no_other()
    {
        var (own, incoming) = (Begin(Greater), Accept(Greater));

        _pool.Tell(new Leave(own.Ref, Peer));
        Assert.Equal(incoming.Ref, Find(Peer)!.Connection);
        _pool.Tell(new Leave(incoming.Ref, Peer));

        Assert.Null(Find(Peer));
    }

    [Fact]
    public void A_pool_that_fails_comes_back_with_what_it_had()
    {
        var own = Begin(Lesser);

        _pool.Tell(Kill.Instance);

        Assert.Equal(own.Ref, Find(Peer)!.Connection);
    }

    [Fact]
    public void A_pool_ends_with_its_node()
    {
        Watch(_pool);

        Sys.Stop(Node.Ref);

        ExpectTerminated(_pool);
    }

    private TestProbe Begin(PublicKey own) => Join(new PooledConnection(ActorRefs.Nobody, Peer, IsInitiator: true, IsOpen: false), own);

    private TestProbe Accept(PublicKey own, PublicKey? peer = null) => Join(new PooledConnection(ActorRefs.Nobody, peer ?? Peer, IsInitiator: false, IsOpen: true), own);

    private TestProbe Join(PooledConnection member, PublicKey own)
    {
        var connection = CreateTestProbe();
        _pool.Tell(new Join(member with { Connection = connection.Ref }, own));
        return connection;
    }

    private PooledConnection? Find(PublicKey peer)
    {
        _pool.Tell(new Get(peer), TestActor);
        return ExpectMsg<Found>().Item;
    }

    private IReadOnlyList<PooledConnection> All()
    {
        _pool.Tell(GetAll.Instance, TestActor);
        return ExpectMsg<All>().Items;
    }
}
