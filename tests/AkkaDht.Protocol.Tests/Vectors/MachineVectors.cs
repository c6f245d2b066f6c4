using System.Text.Json;
using AkkaDht.Protocol.DhtRpc;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds that step a machine and compare what it says after each step.</summary>
internal static class MachineVectors
{
    public static void Congestion(JsonElement vector)
    {
        var window = new CongestionWindow(vector.Fields().IntOf("maxWindow"));
        var fullAfter = "";
        foreach (var operation in vector.Fields().GetProperty("ops").GetString()!)
        {
            switch (operation)
            {
                case 's': window.Send(); break;
                case 'r': window.Receive(); break;
                case 'd': window.Drain(); break;
                default: throw new InvalidOperationException($"{vector.Name()}: no operation '{operation}'.");
            }

            fullAfter += window.IsFull ? '1' : '0';
        }

        var result = vector.Result();
        Assert.Equal(result.GetProperty("fullAfter").GetString(), fullAfter);
        Assert.Equal(result.IntOf("total"), window.Total);
        Assert.Equal(result.GetProperty("window").EnumerateArray().Select(slot => slot.GetInt32()), window.Window.ToArray());
        Assert.Equal(result.IntOf("index"), window.Present);
    }

    public static void NatSampler(JsonElement vector)
    {
        var sampler = new NatSampler();
        var samples = vector.Fields().GetProperty("samples").EnumerateArray();
        foreach (var (sample, expected) in samples.Zip(vector.Result().EnumerateArray()))
        {
            Assert.Equal(expected.IntOf("hits"), sampler.Add(sample.Address()));
            Assert.Equal(expected.GetProperty("host").GetString(), sampler.Host is { } host ? new PeerAddress(host, 0).HostText : null);
            Assert.Equal(expected.IntOf("port"), sampler.Port);
            Assert.Equal(expected.IntOf("size"), sampler.Size);
        }
    }

    // One vector pins the drift of the reference, which only the reference's own rule shows.
    public static void Health(JsonElement vector)
    {
        AssertHealth(vector, new NetworkHealth(driftsAsReference: true));
        if (vector.Name() != "health/offline-counter-drift") AssertHealth(vector, new NetworkHealth());
    }

    private static void AssertHealth(JsonElement vector, NetworkHealth health)
    {
        var (replies, timeouts) = (0, 0);
        var ticks = vector.Fields().GetProperty("perTick").EnumerateArray();
        foreach (var (tick, expected) in ticks.Zip(vector.Result().EnumerateArray()))
        {
            replies += tick.IntOf("responses");
            timeouts += tick.IntOf("timeouts");
            health.Update(replies, timeouts);

            Assert.Equal(expected.BoolOf("online"), health.IsOnline);
            Assert.Equal(expected.BoolOf("degraded"), health.IsDegraded);
            Assert.Equal(expected.BoolOf("cold"), health.IsCold);
            Assert.Equal(expected.BoolOf("idle"), health.IsIdle);
            Assert.Equal(expected.GetProperty("call").GetString(), CallOf(health));
        }
    }

    // The function that the reference calls at the end of a tick.
    private static string? CallOf(NetworkHealth health) =>
        health.IsCold || health.IsIdle ? null
        : health.IsDegraded ? "degraded"
        : health.IsOnline ? "online" : "offline";
}
