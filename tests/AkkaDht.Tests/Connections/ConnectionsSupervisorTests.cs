using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol.SecretStreams;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>All connections of a node: how many there may be, and how they end together.</summary>
public sealed class ConnectionsSupervisorTests : ConnectionsTest
{
    [Fact]
    public void At_the_bound_a_further_connection_is_refused_until_one_has_ended()
    {
        Settings = Settings with { Connections = new() { MaxConnections = 2 } };
        var supervisor = StartSupervisor();
        var (first, second, third) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

        supervisor.Tell(new Open(new()), first.Ref);
        supervisor.Tell(new Open(new()), second.Ref);
        supervisor.Tell(new Open(new()), third.Ref);
        Assert.Equal(EndKind.RefusedByLimit, third.ExpectMsg<Closed>().Reason.Kind);
        first.ExpectMsg<Opening>().Connection.Tell(Abort.Instance);
        first.ExpectMsg<Closed>();

        AwaitAssert(() =>
        {
            supervisor.Tell(new Open(new()), third.Ref);
            third.ExpectMsg<Opening>(TimeSpan.FromMilliseconds(50));
        });
        Assert.Equal(2, Parts.ConnectionCounters.Snapshot.Active);
        Assert.InRange(Parts.ConnectionCounters.Snapshot.Refused, 1, long.MaxValue);
    }

    [Fact]
    public void The_owner_may_be_somebody_else_than_who_opens()
    {
        var owner = CreateTestProbe();

        StartSupervisor().Tell(new Open(new() { Owner = owner.Ref }), TestActor);

        owner.ExpectMsg<Opening>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void When_all_end_each_owner_is_told_before_the_node()
    {
        var supervisor = StartSupervisor();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        supervisor.Tell(new Open(new()), first.Ref);
        supervisor.Tell(new Open(new() { IsLasting = true }), second.Ref);
        first.ExpectMsg<Opening>();
        second.ExpectMsg<Opening>();

        supervisor.Tell(new EndAll(new EndReason(EndKind.NodeEnded)));

        Parent.FishForMessage<AllEnded>(_ => true);
        Assert.Equal(EndKind.NodeEnded, first.ExpectMsg<Closed>().Reason.Kind);
        Assert.Equal(EndKind.NodeEnded, second.ExpectMsg<Closed>().Reason.Kind);
        Assert.Equal(0, Streams.Count);
    }

    [Fact]
    public void With_no_connection_all_have_ended_at_once()
    {
        StartSupervisor().Tell(new EndAll(new EndReason(EndKind.NodeSuspended)));

        Parent.ExpectMsg<AllEnded>();
    }

    [Fact]
    public void A_suspension_ends_connections_and_lets_lasting_ones_rest()
    {
        var supervisor = StartSupervisor();
        var (passing, lasting) = (CreateTestProbe(), CreateTestProbe());
        supervisor.Tell(new Open(new()), passing.Ref);
        supervisor.Tell(new Open(new() { IsLasting = true }), lasting.Ref);
        passing.ExpectMsg<Opening>();
        lasting.ExpectMsg<Opening>();

        supervisor.Tell(new EndAll(new EndReason(EndKind.NodeSuspended)));
        Parent.FishForMessage<AllEnded>(_ => true);
        supervisor.Tell(Resume.Instance);

        Assert.Equal(EndKind.NodeSuspended, passing.ExpectMsg<Closed>().Reason.Kind);
        Assert.Equal(EndKind.NodeSuspended, lasting.ExpectMsg<Reconnecting>().Reason.Kind);
        lasting.ExpectMsg<Opening>();
    }

    [Fact]
    public void A_supervisor_that_fails_ends_its_connections_and_takes_new_ones()
    {
        var supervisor = StartSupervisor();
        var owner = CreateTestProbe();
        supervisor.Tell(new Open(new()), owner.Ref);
        owner.ExpectMsg<Opening>();

        supervisor.Tell(Kill.Instance);

        Assert.Equal(EndKind.NodeEnded, owner.ExpectMsg<Closed>().Reason.Kind);
        supervisor.Tell(new Open(new()), owner.Ref);
        owner.ExpectMsg<Opening>();
        Assert.Equal(1, Parts.ConnectionCounters.Snapshot.Active);
        Assert.Equal(1, Streams.Count);
    }

    private IActorRef StartSupervisor()
    {
        var parts = Parts;
        ConnectToWire();
        return Start(Props.Create(() => new ConnectionsSupervisor(parts)), "peers");
    }
}
