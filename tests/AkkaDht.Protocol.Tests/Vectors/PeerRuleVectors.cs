using System.Text.Json;
using AkkaDht.Protocol.HyperDht;
using AkkaDht.Protocol.HyperDht.Holepunching;
using AkkaDht.Protocol.Swarm;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Rules without bytes: what an address is, what a NAT looks like, which connection stays.</summary>
internal static class PeerRuleVectors
{
    public static void AddressClass(JsonElement vector)
    {
        Assert.True(PeerAddress.TryParseHost(vector.Fields().GetProperty("host").GetString(), out var host));
        var address = new PeerAddress(host, 1);
        Assert.Equal(vector.Result().BoolOf("private"), address.IsPrivate);
        Assert.Equal(vector.Result().BoolOf("reserved"), address.IsReserved);
        Assert.Equal(vector.Result().BoolOf("bogon"), address.IsBogon);
    }

    public static void Nat(JsonElement vector)
    {
        var fields = vector.Fields();
        var nat = new NatAnalysis(fields.BoolOf("firewalled"));
        var samples = fields.GetProperty("samples").EnumerateArray().ToArray();
        Assert.Equal(samples.Length, vector.Result().GetArrayLength());
        foreach (var (index, expected) in vector.Result().EnumerateArray().Index())
        {
            if (fields.Has("freezeBefore") && fields.IntOf("freezeBefore") == index) nat.Freeze();
            nat.Add(samples[index].AddressOf("addr"), samples[index].AddressOf("from"));

            Assert.Equal(expected.IntOf("sampled"), nat.Sampled);
            Assert.Equal((FirewallKind)expected.NumberOf("firewall"), nat.Firewall);
            Assert.Equal(expected.AddressesOf("addresses"), nat.Addresses);
        }
    }

    public static void MatchAddress(JsonElement vector)
    {
        PeerAddress? expected = vector.Has("result") ? vector.AddressOf("result") : null;
        Assert.Equal(expected, LocalAddresses.Match(vector.Fields().AddressesOf("local")!, vector.Fields().AddressesOf("remote")!));
    }

    public static void SwarmDuplicate(JsonElement vector)
    {
        var (fields, result) = (vector.Fields(), vector.Result());

        // The reference meets a duplicate when a connection comes in, which so has its initiator on the other side.
        var keepsNew = DuplicateRule.KeepsNew(
            NoiseKeyVectors.KeyOf(fields, "localKey"),
            NoiseKeyVectors.KeyOf(fields, "remoteKey"),
            fields.GetProperty("existing").BoolOf("hasReadAndWritten"),
            isNewInitiator: false);

        string[] expected = keepsNew ? ["destroy-existing", "swap"] : ["keepalive-existing", "destroy-new"];
        Assert.Equal(keepsNew ? "new" : "existing", result.GetProperty("keep").GetString());
        Assert.Equal(expected, result.GetProperty("actions").EnumerateArray().Select(action => action.GetString()));
    }

    public static void SwarmPriority(JsonElement vector)
    {
        var (fields, result) = (vector.Fields(), vector.Result());
        var standing = new PeerStanding(fields.BoolOf("tried"), fields.BoolOf("proven"), fields.IntOf("attempts"), fields.BoolOf("explicit")).Reconsidered();

        Assert.Equal(result.IntOf("attemptsAfter"), standing.Attempts);
        Assert.Equal(result.BoolOf("queueable"), standing.IsQueueable);
        if (result.Has("priority")) Assert.Equal((PeerPriority)result.IntOf("priority"), standing.Priority);
    }
}
