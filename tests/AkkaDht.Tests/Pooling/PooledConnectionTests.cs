using AkkaDht.Connections;
using AkkaDht.Pooling;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Tests.Connections;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Pooling;

/// <summary>What a connection does for its pool; the pool is a probe.</summary>
public sealed class PooledConnectionTests : ConnectionsTest
{
    [Fact]
    public void A_connection_by_key_is_in_its_pool_from_the_start_to_the_end()
    {
        var pool = CreateTestProbe();
        Parts.Connects = Connects.Ref;
        var side = Reserve(new ConnectionSpec { Peer = new PeerSpec(RightKey.PublicKey) { KeyPair = LeftKey }, Pool = pool.Ref });

        var join = pool.ExpectMsg<PoolMessages.Join>();
        side.Tell(Abort.Instance);

        Assert.Equal(new PooledConnection(side.Connection, RightKey.PublicKey, IsInitiator: true, IsOpen: false), join.Member);
        Assert.Equal(LeftKey.PublicKey, join.OwnKey);
        Assert.Equal(new PoolMessages.Leave(side.Connection, RightKey.PublicKey), pool.ExpectMsg<PoolMessages.Leave>());
    }

    [Fact]
    public void A_peers_connection_is_in_its_pool_from_when_it_opens_to_the_end()
    {
        var pool = CreateTestProbe();
        var (left, right) = Open(rightSpec: new ConnectionSpec { Pool = pool.Ref, OwnKey = RightKey.PublicKey });

        var join = pool.ExpectMsg<PoolMessages.Join>();
        left.Tell(Abort.Instance);

        Assert.Equal((right.Connection, LeftKey.PublicKey, true), (join.Member.Connection, join.Member.RemoteKey, join.Member.IsOpen));
        Assert.Equal(RightKey.PublicKey, join.OwnKey);
        Assert.Equal(new PoolMessages.Leave(right.Connection, LeftKey.PublicKey), pool.ExpectMsg<PoolMessages.Leave>());
    }

    [Fact]
    public void A_duplicate_ends_and_says_why()
    {
        var (left, right) = Open();

        left.Connection.Tell(EndAsDuplicate.Instance, left.Connection);

        Assert.Equal(EndKind.Duplicate, left.Expect<Closed>().Reason.Kind);
        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_duplicate_that_knows_no_way_yet_ends_too()
    {
        var side = Reserve();

        side.Connection.Tell(EndAsDuplicate.Instance, side.Connection);

        Assert.Equal(EndKind.Duplicate, side.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void A_lasting_duplicate_rests()
    {
        var side = Reserve(new ConnectionSpec { IsLasting = true });

        side.Connection.Tell(EndAsDuplicate.Instance, side.Connection);

        Assert.Equal(EndKind.Duplicate, side.Expect<Reconnecting>().Reason.Kind);
    }
}
