using System.Text.Json;
using AkkaDht.Protocol.Kademlia;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>The members that vectors are made of, read by name.</summary>
internal static class VectorJson
{
    public static string Name(this JsonElement vector) => vector.GetProperty("name").GetString()!;

    public static string Kind(this JsonElement vector) => vector.GetProperty("kind").GetString()!;

    public static string Mode(this JsonElement vector) => vector.GetProperty("mode").GetString()!;

    public static JsonElement Fields(this JsonElement vector) => vector.GetProperty("fields");

    public static JsonElement Result(this JsonElement vector) => vector.GetProperty("result");

    /// <summary>The encoded bytes of a vector.</summary>
    public static byte[] Hex(this JsonElement vector) => vector.BytesOf("hex");

    /// <summary>Whether a member is there and says something.</summary>
    public static bool Has(this JsonElement fields, string member) =>
        fields.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A member that holds bytes as hex.</summary>
    public static byte[] BytesOf(this JsonElement fields, string member) => fields.GetProperty(member).Bytes();

    /// <summary>A string of hex.</summary>
    public static byte[] Bytes(this JsonElement hex) => Convert.FromHexString(hex.GetString()!);

    /// <summary>A member that holds an id as hex.</summary>
    public static NodeId IdOf(this JsonElement fields, string member) => NodeId.Parse(fields.GetProperty(member).GetString()!);

    /// <summary>A member that holds an address as <c>{ host, port }</c>.</summary>
    public static PeerAddress AddressOf(this JsonElement fields, string member) => fields.GetProperty(member).Address();

    /// <summary>An address as <c>{ host, port }</c>.</summary>
    public static PeerAddress Address(this JsonElement address)
    {
        Assert.True(PeerAddress.TryParseHost(address.GetProperty("host").GetString(), out var host));
        return new PeerAddress(host, address.GetProperty("port").GetUInt16());
    }

    /// <summary>A member that holds a whole number within 32 bits.</summary>
    public static int IntOf(this JsonElement fields, string member) => fields.GetProperty(member).GetInt32();

    /// <summary>A member that holds a boolean.</summary>
    public static bool BoolOf(this JsonElement fields, string member) => fields.GetProperty(member).GetBoolean();

    /// <summary>The failure of a vector whose mode its handler does not know.</summary>
    public static Exception UnknownMode(this JsonElement vector) =>
        new InvalidOperationException($"{vector.Name()}: kind '{vector.Kind()}' has no mode '{vector.Mode()}'.");
}
