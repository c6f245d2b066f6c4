#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Simulation.Nodes;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>Servers that sleep, move, and are wanted by many.</summary>
public sealed class MovingTests
{
    private static readonly KeyPair Key = KeyPair.FromSeed(CryptoSuites.Select(CryptoSuites.Managed), new byte[32]);

    [Fact]
    public void A_server_that_starts_again_elsewhere_is_found_there() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var client = room.Settle("double");
            var home = room.Place("consistent");
            var first = room.Listen(room.Settle("consistent", home), new() { KeyPair = Key });
            var early = room.Call(client, first);
            Assert.Equal(["hello"], early.Heard);

            home.IsUnplugged = true;
            room.Until(() => early.End is not null);
            var second = room.Listen(room.Settle("consistent"), new() { KeyPair = Key });
            var late = room.Call(client, second);
            Assert.Null(late.Failure);
            Assert.Equal(["hello"], late.Heard);
        },
        seeds: 4);

    [Fact]
    public void A_server_whose_network_changes_is_found_by_its_new_address() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var machine = room.Place("consistent");
            var listening = room.Listen(room.Settle("consistent", machine));
            var client = room.Settle("consistent");
            var elsewhere = room.Nat("consistent");
            room.Town.Network.Wires.PutBehind(machine.Host, elsewhere);
            runtime.RunFor(TimeSpan.FromMinutes(6));
            var call = room.Call(client, listening);

            Assert.Null(call.Failure);
            Assert.Equal(elsewhere.Host, room.PathOf(call)?.Host);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 4);

    [Fact]
    public void A_server_that_has_slept_is_found_again() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var server = room.Settle("consistent");
            var listening = room.Listen(server);
            var client = room.Settle("consistent");
            runtime.Await(async () => await server.SuspendAsync());
            runtime.RunFor(TimeSpan.FromMinutes(10));
            Assert.NotNull(room.Call(client, listening).Failure);

            runtime.Await(async () => await server.ResumeAsync());
            runtime.RunFor(TimeSpan.FromSeconds(30));
            var call = room.Call(client, listening);
            Assert.Null(call.Failure);
            room.AssertNothingIsLeft(listening, call);
        },
        seeds: 4);

    [Fact]
    public void Many_reach_one_server_at_once() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("consistent"));
            string[] places = ["open", "consistent", "double"];
            DhtNode[] clients = [.. Enumerable.Range(0, 15).Select(i => room.Settle(places[i % 3]))];
            Caller[] calls = [.. clients.SelectMany(client => new[] { client, client }).Select(client => ConnectRoom.Dial(client, listening))];
            room.Until(() => calls.All(call => call.HasOutcome));

            Assert.All(calls, call => Assert.Null(call.Failure));
            Assert.Equal(30, listening.Open);
            room.AssertNothingIsLeft(listening, calls);
        },
        seeds: 2);
}
#endif
