#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol.HyperDht.Connecting;
using AkkaDht.Simulation.Nodes;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>What nodes that come and go do to those that want to meet.</summary>
public sealed class ChurnTests
{
    [Fact]
    public void Nodes_between_that_die_at_any_moment_leave_a_connection_or_a_reason() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            var client = room.Settle("double");
            var call = ConnectRoom.Dial(client, listening);
            runtime.RunFor(TimeSpan.FromMilliseconds(runtime.Random.Next(500)));
            room.UnplugRelaysOf(listening, count: 1 + runtime.Random.Next(3));
            room.Until(() => call.HasOutcome);

            Assert.True(call.Heard.Count > 0 || call.Failure is not null, "neither an answer nor a reason");
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 12);

    [Fact]
    public void A_server_whose_nodes_have_all_died_is_found_again_at_others() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            var client = room.Settle("consistent");
            Assert.Equal(3, room.UnplugRelaysOf(listening).Count);
            runtime.RunFor(TimeSpan.FromMinutes(2));
            var call = room.Call(client, listening);

            Assert.Null(call.Failure);
            Assert.Equal(["hello"], call.Heard);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 3);

    [Fact]
    public void A_connection_ends_when_a_router_forgets_it_and_the_next_one_gets_through() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var nat = room.Nat("consistent");
            var listening = room.Listen(room.Settle("consistent", new SimMachine(room.Town.Network, 0xc0a80302u, nat)));
            var client = room.Settle("double");
            var first = room.Call(client, listening);
            nat.Forget();
            room.Until(() => first.End is not null);

            var second = room.Call(client, listening);
            Assert.Null(second.Failure);
            Assert.Equal(["hello"], second.Heard);
            room.AssertNothingIsLeft(listening, first, second);
        },
        seeds: 3);

    [Fact]
    public void A_server_that_was_closed_is_not_found() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            var client = room.Settle("consistent");
            room.AssertNothingIsLeft(listening);

            Assert.Equal(ConnectError.PeerNotFound, room.Call(client, listening).Failure?.Error);
        },
        seeds: 3);

    [Fact]
    public void A_server_that_vanished_without_a_word_is_given_up_in_time() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var machine = room.Place("consistent");
            var listening = room.Listen(room.Settle("consistent", machine));
            var client = room.Settle("consistent");
            machine.IsUnplugged = true;
            var call = room.Call(client, listening);

            Assert.Equal(ConnectError.PeerConnectionFailed, call.Failure?.Error);
            Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        },
        seeds: 3);

    [Fact]
    public void Of_two_random_punches_at_once_one_is_told_to_come_again() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            DhtNode[] clients = [room.Settle("random"), room.Settle("random")];
            Caller[] calls = [.. clients.Select(client => ConnectRoom.Dial(client, listening))];
            room.Until(() => calls.All(call => call.HasOutcome));

            var turnedAway = Assert.Single(calls, call => call.Failure is not null);
            Assert.Equal(ConnectError.RemoteAborted, turnedAway.Failure!.Error);

            runtime.RunFor(TimeSpan.FromSeconds(30));
            var again = room.Call(clients[Array.IndexOf(calls, turnedAway)], listening);
            Assert.Null(again.Failure);
            room.AssertNothingIsLeft(listening, [.. calls, again]);
        },
        seeds: 3);

    [Fact]
    public void Nobody_is_fooled_or_broken_by_datagrams_that_arrive_changed() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            room.Town.Network.Wires.Tampering = (random, datagram) =>
            {
                if (datagram.Length > 1 && random.Next(20) == 0) datagram[random.Next(datagram.Length)] ^= (byte)(1 + random.Next(255));
                return random.Next(50) == 0 ? random.Next(datagram.Length) : datagram.Length;
            };
            var listening = room.Listen(room.Settle("consistent"));
            var call = room.Call(room.Settle("double"), listening);

            // A stream whose bytes were changed ends; what was heard was said.
            Assert.True(call.Heard is ["hello"] || (call.Heard.Count == 0 && call.End is not null), "neither the answer nor an end");
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 12);
}
#endif
