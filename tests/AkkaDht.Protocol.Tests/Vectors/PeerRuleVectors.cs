using System.Text.Json;

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
}
