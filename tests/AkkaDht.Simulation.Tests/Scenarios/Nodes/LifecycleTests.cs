#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Simulation.Nats;
using AkkaDht.Simulation.Nodes;
using AkkaDht.Supervision;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>What whole nodes find out about where they stand.</summary>
public sealed class LifecycleTests
{
    private static readonly LinkConditions Fair = new() { Delay = TimeSpan.FromMilliseconds(20), Jitter = TimeSpan.FromMilliseconds(20), Loss = 0.01 };

    [Fact]
    public void A_node_behind_a_consistent_nat_knows_its_address_and_stays_ephemeral() => Scenario.Play(
        runtime =>
        {
            var status = StatusAfterAnHour(runtime, SimNatRules.Consistent);

            Assert.True(status.IsFirewalled);
            Assert.True(status.IsEphemeral);
            Assert.Equal((NatHost, false), (status.PublicAddress?.Host, status.IsRandomized));
        },
        seeds: 2);

    [Fact]
    public void A_node_behind_a_random_nat_knows_its_host_but_no_port() => Scenario.Play(
        runtime =>
        {
            var status = StatusAfterAnHour(runtime, SimNatRules.Random);

            Assert.True(status.IsFirewalled);
            Assert.Equal(new PeerAddress(NatHost, 0), status.PublicAddress);
        },
        seeds: 2);

    [Fact]
    public void A_node_behind_nothing_becomes_persistent() => Scenario.Play(
        runtime =>
        {
            var status = StatusAfterAnHour(runtime, rules: null);

            Assert.False(status.IsFirewalled);
            Assert.False(status.IsEphemeral);
        },
        seeds: 2);

    private static uint NatHost => PeerAddress.Parse("90.1.1.1:0").Host;

    private static NodeStatus StatusAfterAnHour(DeterministicRuntime runtime, SimNatRules? rules)
    {
        using var town = new SimTown(runtime, conditions: Fair);
        var machine = rules is null
            ? new SimMachine(town.Network, NatHost)
            : new SimMachine(town.Network, PeerAddress.Parse("192.168.1.2:0").Host, town.Network.Wires.AddNat(NatHost, rules));
        DhtNode node = null!;
        runtime.Await(async () => node = await town.StartAsync(machine, "node"));
        runtime.RunFor(TimeSpan.FromHours(1));
        NodeStatus status = null!;
        runtime.Await(async () => status = await node.GetStatusAsync());
        return status;
    }
}
#endif
