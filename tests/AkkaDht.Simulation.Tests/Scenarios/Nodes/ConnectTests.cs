#if AKKA_EMBEDDED
using Akka.Embedded.Deterministic;
using AkkaDht.Protocol.HyperDht.Connecting;

namespace AkkaDht.Simulation.Tests.Scenarios.Nodes;

/// <summary>Whole nodes connect by public key, whatever stands in front of them.</summary>
public sealed class ConnectTests
{
    private static readonly string[] Places = ["open", "consistent", "double", "random"];

    public static TheoryData<string, string> ReachablePairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var client in Places)
                foreach (var server in Places)
                    if (client != "random" || server != "random") pairs.Add(client, server);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(ReachablePairs))]
    public void A_client_reaches_a_server_by_its_key(string client, string server)
    {
        var isGuessed = client != "open" && server != "open" && (client == "random" || server == "random");
        var (calls, reached) = (0, 0);
        Scenario.Play(
            runtime =>
            {
                using var room = new ConnectRoom(runtime);
                var listening = room.Listen(room.Settle(server));
                var call = room.Call(room.Settle(client), listening);
                calls++;
                if (call.Failure is null) reached++;

                Assert.Equal(call.Failure is null ? ["hello"] : [], call.Heard);
                Assert.InRange(room.Took, TimeSpan.Zero, TimeSpan.FromSeconds(isGuessed ? 40 : 5));
                room.AssertNothingIsLeft(listening, call);
            },
            seeds: 2);

        // One in a thousand guesses the other side's port in vain.
        Assert.InRange(reached, isGuessed ? calls * 9 / 10 : calls, calls);
    }

    [Fact]
    public void Where_a_tenth_of_all_datagrams_is_lost_nearly_all_reach_each_other()
    {
        var (calls, reached) = (0, 0);
        Scenario.Play(
            runtime =>
            {
                string[] settled = ["open", "consistent", "double"];
                using var room = new ConnectRoom(runtime, new() { Delay = TimeSpan.FromMilliseconds(30), Jitter = TimeSpan.FromMilliseconds(30), Loss = 0.1, Duplication = 0.05 });
                var listening = room.Listen(room.Settle(settled[runtime.Random.Next(3)]));
                var call = room.Call(room.Settle(settled[runtime.Random.Next(3)]), listening);

                calls++;
                if (call.Failure is null) reached++;
                room.AssertNothingIsLeft(listening, call);
            },
            seeds: 20);
        Assert.InRange(reached, calls * 9 / 10, calls);
    }

    [Fact]
    public void Two_nodes_behind_random_nats_are_told_why_they_cannot_meet() => Scenario.Play(
        runtime =>
        {
            using var room = new ConnectRoom(runtime);
            var listening = room.Listen(room.Settle("random"));
            var call = room.Call(room.Settle("random"), listening);

            Assert.Equal(ConnectError.HolepunchDoubleRandomizedNats, call.Failure?.Error);
            room.AssertNothingIsLeft(listening);
        },
        seeds: 2);

    [Fact]
    public void The_same_seed_repeats_a_hole_punch_message_for_message()
    {
        var first = Print(seed: 3);

        Assert.Equal(first, Print(seed: 3));
        Assert.NotEqual(first, Print(seed: 4));
    }

    private static (ulong Fingerprint, long Messages) Print(ulong seed)
    {
        using var runtime = new DeterministicRuntime(seed);
        using var room = new ConnectRoom(runtime);
        room.Call(room.Settle("consistent"), room.Listen(room.Settle("double")));
        return (runtime.Fingerprint, runtime.MessageCount);
    }
}
#endif
