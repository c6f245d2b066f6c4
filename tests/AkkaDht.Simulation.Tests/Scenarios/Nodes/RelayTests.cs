#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Simulation.Nodes;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>Nodes that reach each other through a third one, for as long as there is no other way.</summary>
public sealed class RelayTests
{
    private static readonly PublicKey Nobody = KeyPair.FromSeed(CryptoSuites.Select(CryptoSuites.Managed), new byte[32]).PublicKey;

    [Theory]
    [InlineData("random")]
    [InlineData("double")]
    public void A_node_behind_a_random_nat_is_reached_through_a_relay_of_the_client(string client) => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var relay = room.SettleRelay();
            var listening = room.Listen(room.Settle("random"));
            var call = room.Call(room.Settle(client), listening, peer => peer with { RelayThrough = [relay.Key] });

            Assert.Null(call.Failure);
            Assert.Equal(["hello"], call.Heard);
            Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    [Fact]
    public void It_is_reached_through_a_relay_of_the_server_as_well() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var relay = room.SettleRelay();
            var listening = room.Listen(room.Settle("random"), new() { RelayThrough = [relay.Key] });
            var call = room.Call(room.Settle("random"), listening);

            Assert.Null(call.Failure);
            Assert.Equal(["hello"], call.Heard);
            Assert.Equal(relay.Machine.Host, room.PathOf(call)?.Host);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    [Theory]
    [InlineData("consistent", "consistent")]
    [InlineData("random", "consistent")]
    [InlineData("consistent", "random")]
    public void A_relayed_connection_becomes_a_direct_one_and_does_not_notice(string client, string server)
    {
        var (calls, direct) = (0, 0);
        Scenario.Play(
            runtime =>
            {
                using var room = new ConnectRoom(runtime);
                var relay = room.SettleRelay();
                var listening = room.Listen(room.Settle(server));
                var call = room.Call(room.Settle(client), listening, peer => peer with { RelayThrough = [relay.Key] });
                calls++;
                if (TalksDirectly(runtime, room, call, relay.Machine.Host)) direct++;

                room.AssertNothingIsLeft(listening, call);
            },
            seeds: 3);

        // One in a thousand guesses the other side's port in vain, and stays with the relay.
        Assert.InRange(direct, calls * 9 / 10, calls);
    }

    [Fact]
    public void A_relay_that_dies_takes_the_connection_with_it_and_another_one_serves() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var (first, second) = (room.SettleRelay(), room.SettleRelay());
            var listening = room.Listen(room.Settle("random"));
            var client = room.Settle("random");
            var call = room.Call(client, listening, peer => peer with { RelayThrough = [first.Key] });
            Assert.Equal(["hello"], call.Heard);

            first.Machine.IsUnplugged = true;
            call.Say("lost");
            room.Until(() => call.End is not null);
            Assert.Equal(["hello"], call.Heard);

            var again = room.Call(client, listening, peer => peer with { RelayThrough = [second.Key] });
            Assert.Equal(["hello"], again.Heard);
            room.AssertNothingIsLeft(listening, call, again);
        },
        seeds: 3);

    [Fact]
    public void A_relay_that_dies_at_any_moment_leaves_a_connection_or_a_reason() => Scenario.Play(
        runtime =>
        {
            string[] places = ["consistent", "double", "random"];
            using var room = new ConnectRoom(runtime);
            var relay = room.SettleRelay();
            var listening = room.Listen(room.Settle(places[runtime.Random.Next(3)]));
            var client = room.Settle(places[runtime.Random.Next(3)]);
            var call = ConnectRoom.Dial(client, listening, peer => peer with { RelayThrough = [relay.Key] });
            runtime.RunFor(TimeSpan.FromMilliseconds(runtime.Random.Next(1_500)));
            relay.Machine.IsUnplugged = true;
            room.Until(() => call.HasOutcome);

            Assert.True(call.Heard.Count > 0 || call.Failure is not null || call.End is not null, "neither an answer nor a reason");
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 20);

    [Fact]
    public void A_relay_that_nobody_finds_does_not_keep_two_nodes_from_meeting_without_it() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            var call = room.Call(room.Settle("double"), listening, peer => peer with { RelayThrough = [Nobody] });

            Assert.Equal(["hello"], call.Heard);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    [Fact]
    public void Two_behind_random_nats_with_a_relay_that_nobody_finds_are_told_so() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("random"));
            var call = room.Call(room.Settle("random"), listening, peer => peer with { RelayThrough = [Nobody] });

            Assert.True(call.Failure?.Error is ConnectError.RelayAborted or ConnectError.HolepunchDoubleRandomizedNats, $"{call.Failure}");
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    // Talks for a minute, or until the path has changed. Once it has, nobody needs the relay any more.
    private static bool TalksDirectly(DeterministicRuntime runtime, ConnectRoom room, Caller call, uint relay)
    {
        Assert.Equal(["hello"], call.Heard);
        for (var i = 0; i < 60 && room.PathOf(call)?.Host == relay; i++)
        {
            call.Say($"{i}");
            runtime.RunFor(TimeSpan.FromSeconds(1));
        }

        var isDirect = room.PathOf(call)?.Host != relay;
        if (isDirect) room.Unplug(relay);
        runtime.RunFor(TimeSpan.FromSeconds(30));
        call.Say("still there");
        room.Until(() => call.Heard[^1] == "still there");
        Assert.Equal([.. Enumerable.Range(0, call.Heard.Count - 2).Select(i => $"{i}")], call.Heard[1..^1]);
        return isDirect;
    }
}
#endif
