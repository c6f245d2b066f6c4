#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Simulation.Nats;
using AkkaDht.Simulation.Nodes;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>Nodes that look as if they were at one address from outside.</summary>
public sealed class NeighbourTests
{
    [Theory]
    [InlineData("consistent", false)]
    [InlineData("consistent", true)]
    [InlineData("random", false)]
    [InlineData("double", false)]
    public void Neighbours_in_one_network_meet_inside_of_it(string nat, bool hairpins) => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var (client, server, inside) = SettleNeighbours(room, nat, hairpins);
            var listening = room.Listen(server);
            var call = room.Call(client, listening);

            Assert.Null(call.Failure);
            Assert.Equal(["hello"], call.Heard);
            if (!hairpins) Assert.Equal(inside, room.PathOf(call)?.Host);
            Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    [Fact]
    public void Neighbours_that_do_not_tell_their_inside_addresses_need_a_nat_that_hairpins() => Scenario.Play(
        runtime =>
        {
            foreach (var hairpins in (bool[])[true, false])
            {
                using var room = new ConnectRoom(runtime);
                var (client, server, _) = SettleNeighbours(room, "consistent", hairpins);
                var listening = room.Listen(server, new() { ShareLocalAddress = false });
                var call = room.Call(client, listening, peer => peer with { LocalConnection = false });

                Assert.Equal(hairpins ? null : ConnectError.HolepunchAborted, call.Failure?.Error);
                room.AssertNothingIsLeft(listening, call);
            }
        },
        seeds: 2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_homes_behind_one_carrier_meet_only_through_it(bool hairpins) => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var carrier = room.Nat("consistent", hairpins);
            var listening = room.Listen(room.Settle("home", Home(room, carrier, 1)));
            var call = room.Call(room.Settle("home", Home(room, carrier, 2)), listening);

            // The inside address that the server tells leads nowhere from the other home.
            Assert.Equal(hairpins ? null : ConnectError.HolepunchAborted, call.Failure?.Error);
            if (hairpins) Assert.Equal(carrier.Host, room.PathOf(call)?.Host);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    private static (DhtNode Client, DhtNode Server, uint Inside) SettleNeighbours(ConnectRoom room, string nat, bool hairpins)
    {
        var shared = room.Nat(nat, hairpins);
        var inside = PeerAddress.Parse("192.168.7.2:0").Host;
        var server = room.Settle("server", new SimMachine(room.Town.Network, inside, shared));
        return (room.Settle("client", new SimMachine(room.Town.Network, inside + 1, shared)), server, inside);
    }

    private static SimMachine Home(ConnectRoom room, SimNat carrier, byte number)
    {
        var router = room.Town.Network.Wires.AddNat(0x64400001u | ((uint)number << 8), SimNatRules.Consistent, carrier);
        return new SimMachine(room.Town.Network, 0xc0a80002u | ((uint)number << 8), router);
    }
}
#endif
