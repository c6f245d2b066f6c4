using System.Text.Json;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What the mode of a vector asks of a codec.</summary>
internal static class VectorModes
{
    /// <summary>
    /// Asserts that a vector holds, in the directions of its mode. <paramref name="encode"/> makes bytes of its fields;
    /// <paramref name="decode"/> answers false for malformed bytes and asserts that others have the fields.
    /// </summary>
    public static void Holds(this JsonElement vector, Func<JsonElement, byte[]> encode, Func<byte[], JsonElement, bool> decode)
    {
        var mode = vector.Mode();
        switch (mode)
        {
            case "both" or "encode" or "decode":
                if (mode != "decode") Assert.Equal(Convert.ToHexStringLower(vector.Hex()), Convert.ToHexStringLower(encode(vector.Fields())));
                if (mode != "encode") Assert.True(decode(vector.Hex(), vector.Fields()), "refused");
                break;
            case "error":
                Assert.False(decode(vector.Hex(), vector.Fields()), "decoded");
                break;
            case "encode-error":
                AssertRefused(() => encode(vector.Fields()));
                break;
            default:
                throw vector.UnknownMode();
        }
    }

    /// <summary>Asserts that something is not encoded: refused by the codec, or nothing that our types could even hold.</summary>
    public static void AssertRefused(Action encode)
    {
        var refusal = Record.Exception(encode);
        Assert.True(
            refusal is InvariantException or FormatException or ArgumentException or InvalidOperationException,
            $"encoding ended with {refusal?.GetType().Name ?? "success"}");
    }
}
