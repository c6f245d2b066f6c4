using System.Text.Json;
using AkkaDht.Protocol.HyperDht.Holepunching;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>Kinds of hyperdht.json about NATs and local networks.</summary>
internal static class HolepunchVectors
{
    // Each sample is a statement of another node; the verdict is compared after each.
    public static void Nat(JsonElement vector)
    {
        var fields = vector.Fields();
        var nat = new NatAnalysis(fields.BoolOf("firewalled"));
        var samples = fields.GetProperty("samples").EnumerateArray().Zip(vector.Result().EnumerateArray());
        foreach (var (index, (sample, expected)) in samples.Index())
        {
            if (fields.Has("freezeBefore") && fields.IntOf("freezeBefore") == index) nat.Freeze();
            nat.Add(sample.AddressOf("addr"), sample.AddressOf("from"));

            Assert.Equal(expected.IntOf("sampled"), nat.Sampled);
            Assert.Equal(expected.GetProperty("firewall").GetUInt64(), (ulong)nat.Firewall);
            Assert.Equal(expected.Has("addresses") ? AddressesOf(expected, "addresses") : null, nat.Addresses);
        }
    }

    public static void MatchAddress(JsonElement vector)
    {
        var match = LocalAddresses.Match(AddressesOf(vector.Fields(), "local"), AddressesOf(vector.Fields(), "remote"));

        Assert.Equal(vector.Has("result") ? vector.Result().Address() : null, match);
    }

    private static PeerAddress[] AddressesOf(JsonElement fields, string member) =>
        [.. fields.GetProperty(member).EnumerateArray().Select(address => address.Address())];
}
