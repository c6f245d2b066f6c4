using Akka.Actor;
using AkkaDht.Connections;
using AkkaDht.Protocol;
using AkkaDht.Protocol.SecretStreams;
using AkkaDht.Sockets;
using static AkkaDht.Connections.ConnectionMessages;

namespace AkkaDht.Tests.Connections;

/// <summary>Connections whose owners want them back.</summary>
public sealed class LastingConnectionTests : ConnectionsTest
{
    private static readonly ConnectionSpec Lasting = new() { IsLasting = true };

    private ConnectionSettings Limits => Settings.Connections;

    [Fact]
    public void One_that_was_reset_comes_back_with_another_id_after_a_pause()
    {
        var (left, right) = Open(leftSpec: Lasting);
        right.Tell(Abort.Instance);

        var reconnecting = left.Expect<Reconnecting>();
        Assert.Equal((1, EndKind.ResetByPeer), (reconnecting.Attempt, reconnecting.Reason.Kind));
        Advance(reconnecting.Delay);
        var opening = left.Expect<Opening>();
        var other = Reserve();
        Join(left, opening, other, other.Opening);
        Write(left, [1]);

        Assert.Equal([1], Read(other));
        Assert.Equal(left.Connection, opening.Connection);
        Assert.NotEqual(left.Opening.LocalId, opening.LocalId);
    }

    [Fact]
    public void One_whose_actor_fails_comes_back_too()
    {
        var (left, _) = Open(leftSpec: Lasting);

        left.Connection.Tell(Kill.Instance);

        var reconnecting = left.Expect<Reconnecting>();
        Advance(reconnecting.Delay);
        Assert.Equal(EndKind.Failed, reconnecting.Reason.Kind);
        Assert.Equal(left.Connection, left.Expect<Opening>().Connection);
    }

    [Fact]
    public void Pauses_double_up_to_a_bound_and_vary_by_chance()
    {
        var side = Reserve(Lasting);
        var expected = Limits.MinRestartDelay;
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            Advance(Limits.OpenTimeout);
            var reconnecting = side.Expect<Reconnecting>();
            Assert.Equal((attempt, EndKind.NotOpened), (reconnecting.Attempt, reconnecting.Reason.Kind));
            Assert.InRange(reconnecting.Delay, expected, expected * (1 + (Limits.RestartJitterPercent / 100.0)));
            expected = expected * 2 < Limits.MaxRestartDelay ? expected * 2 : Limits.MaxRestartDelay;

            Advance(reconnecting.Delay);
            side.Expect<Opening>();
        }
    }

    [Fact]
    public void One_that_has_been_open_for_a_while_starts_over_with_the_shortest_pause()
    {
        var side = Reserve(Lasting);
        for (var i = 0; i < 3; i++)
        {
            Advance(Limits.OpenTimeout);
            Advance(side.Expect<Reconnecting>().Delay);
            side = side with { Opening = side.Expect<Opening>() };
        }

        var other = Reserve(new() { KeepAlive = TimeSpan.Zero });
        Join(side, side.Opening, other, other.Opening);
        Time.Advance(TimeSpan.FromMinutes(2));
        other.Tell(Abort.Instance);

        Assert.Equal(1, side.Expect<Reconnecting>().Attempt);
    }

    [Fact]
    public void One_that_its_owner_ended_does_not_come_back()
    {
        var (left, right) = Open(leftSpec: Lasting);

        left.Tell(End.Instance);
        right.Expect<RemoteEnded>();
        right.Tell(End.Instance);

        left.Expect<RemoteEnded>();
        Assert.Equal(EndKind.Clean, left.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void One_that_its_owner_ended_does_not_come_back_from_a_failure_either()
    {
        var (left, right) = Open(leftSpec: Lasting);
        left.Tell(End.Instance);
        right.Expect<RemoteEnded>();

        left.Connection.Tell(Kill.Instance);

        Assert.Equal(EndKind.Failed, left.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void One_that_fails_after_it_was_open_for_a_while_starts_over_with_the_shortest_pause()
    {
        var side = Reserve(Lasting);
        Advance(Limits.OpenTimeout);
        Advance(side.Expect<Reconnecting>().Delay);
        var opening = side.Expect<Opening>();
        var other = Reserve(new() { KeepAlive = TimeSpan.Zero });
        Join(side, opening, other, other.Opening);
        Time.Advance(TimeSpan.FromMinutes(2));

        side.Connection.Tell(Kill.Instance);

        Assert.Equal(1, side.Expect<Reconnecting>().Attempt);
    }

    [Fact]
    public void Packets_of_the_life_before_do_not_count_as_those_of_the_next()
    {
        var (left, right) = Open(leftSpec: Lasting);
        var before = Streams.Find(left.Opening.LocalId.Value)!;
        right.Tell(Abort.Instance);
        Advance(left.Expect<Reconnecting>().Delay);
        var now = Streams.Find(left.Expect<Opening>().LocalId.Value)!;
        var late = BatchPool.RentReceive(isBusy: false);
        late.Begin(SocketRole.Server);
        late.TryAdd(Wire.Address, new byte[20]);

        before.HandOver(late);
        left.Tell(GetConnectionStats.Instance);
        left.Expect<ConnectionStats>();

        Assert.Equal((0, 0), (before.WaitingPackets, now.WaitingPackets));
    }

    [Fact]
    public void One_that_rests_can_be_aborted()
    {
        var (left, right) = Open(leftSpec: Lasting);
        right.Tell(Abort.Instance);
        left.Expect<Reconnecting>();

        left.Tell(Abort.Instance);

        Assert.Equal(EndKind.Aborted, left.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void Suspended_with_its_node_one_waits_for_the_node()
    {
        var (left, right) = Open(leftSpec: Lasting);

        left.Tell(new EndAll(new EndReason(EndKind.NodeSuspended)));
        var reconnecting = left.Expect<Reconnecting>();
        Advance(Limits.MaxRestartDelay * 2);
        left.Owner.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        left.Tell(Resume.Instance);

        left.Expect<Opening>();
        Assert.Equal(EndKind.NodeSuspended, reconnecting.Reason.Kind);
        Assert.Equal(EndKind.ResetByPeer, right.Expect<Closed>().Reason.Kind);
    }

    [Fact]
    public void Writes_that_wait_when_it_breaks_fail_and_later_ones_too_until_it_is_open()
    {
        var (left, right) = Open(leftSpec: Lasting);
        Fate.IsCut = true;
        left.Tell(Flush.Instance);
        left.Expect<Flushed>();
        right.Tell(Abort.Instance);
        left.Tell(new EndAll(new EndReason(EndKind.NodeSuspended)));
        left.Expect<Reconnecting>();

        left.Tell(new Write(new byte[1], Tag: 3));

        Assert.Equal(new WriteFailed(3, WriteFailure.NotConnected), left.Expect<WriteFailed>());
    }
}
