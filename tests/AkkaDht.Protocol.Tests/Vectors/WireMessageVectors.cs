using System.Text.Json;
using AkkaDht.Protocol.HyperDht;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What every message of this layer is held to.</summary>
internal static class WireMessageVectors
{
    /// <summary>Asserts that an entry holds in the directions of its mode; <paramref name="messageOf"/> makes the message that its fields tell of.</summary>
    public static void Holds<TMessage>(this JsonElement vector, Func<JsonElement, TMessage> messageOf)
        where TMessage : IWireMessage<TMessage>
    {
        vector.Holds(fields => messageOf(fields).ToBytes(), Decodes);

        bool Decodes(byte[] bytes, JsonElement fields)
        {
            if (!WireMessages.TryDecode<TMessage>(bytes, out var decoded, out var consumed)) return false;
            if (vector.Mode() == "error") return true;

            AssertSame(messageOf(fields), decoded);
            Assert.Equal(vector.Has("consumed") ? vector.IntOf("consumed") : bytes.Length, consumed);
            return true;
        }
    }

    /// <summary>The bytes of each public member count, as <see cref="object.Equals(object)"/> of a record would not compare lists.</summary>
    private static void AssertSame<TMessage>(TMessage expected, TMessage actual)
        where TMessage : IWireMessage<TMessage>
    {
        Assert.Equal(Convert.ToHexStringLower(expected.ToBytes()), Convert.ToHexStringLower(actual.ToBytes()));
        Assert.Equivalent(expected, actual);
    }

    public static IReadOnlyList<PeerAddress>? AddressesOf(this JsonElement fields, string member) =>
        fields.Has(member) ? [.. fields.GetProperty(member).EnumerateArray().Select(VectorJson.Address)] : null;

    public static PeerAddress? OptionalAddressOf(this JsonElement fields, string member) => fields.Has(member) ? fields.AddressOf(member) : null;

    public static SecretToken? OptionalTokenOf(this JsonElement fields, string member) => fields.Has(member) ? SecretToken.Read(fields.BytesOf(member)) : null;

    public static ulong NumberOf(this JsonElement fields, string member) => fields.GetProperty(member).GetUInt64();
}
