using System.Text;
using System.Text.Json;
using AkkaDht.Protocol.Crypto;
using AkkaDht.Protocol.Noise;

namespace AkkaDht.Protocol.Tests.Vectors;

/// <summary>What handshakes are made of: key pairs, agreements on keys, derivations.</summary>
internal static class NoiseKeyVectors
{
    // The command numbers of hyperdht whose namespaces the file holds.
    private static readonly Dictionary<string, byte> HyperDhtCommands = new()
    {
        ["hyperdhtPeerHandshakePrologue"] = 0,
        ["hyperdhtPeerHolepunch"] = 1,
    };

    public static void Pair(ICryptoSuite suite, JsonElement vector)
    {
        var pair = PairOf(suite, vector, "seed");
        AssertHex(vector, "publicKey", Bytes(pair.PublicKey));
        AssertHex(vector, "secretKey", pair.SecretKey);
        AssertHex(vector, "scalar", pair.Scalar);
    }

    public static void Agreement(ICryptoSuite suite, JsonElement vector)
    {
        var (a, b) = (PairOf(suite, vector, "seedA"), PairOf(suite, vector, "seedB"));
        AssertHex(vector, "publicKeyA", Bytes(a.PublicKey));
        AssertHex(vector, "publicKeyB", Bytes(b.PublicKey));
        AssertShared(suite, vector, a, b.PublicKey);
        AssertShared(suite, vector, b, a.PublicKey);
    }

    public static void ScalarAgreement(ICryptoSuite suite, JsonElement vector) =>
        AssertShared(suite, vector, KeyPair.FromScalar(default, vector.BytesOf("scalar")), KeyOf(vector, "publicKey"));

    public static void Rejected(ICryptoSuite suite, JsonElement vector)
    {
        Assert.Equal("error", vector.GetProperty("result").GetString());
        var pair = vector.Has("scalar") ? KeyPair.FromScalar(default, vector.BytesOf("scalar")) : PairOf(suite, vector, "seed");
        Assert.False(pair.TryAgree(suite, KeyOf(vector, "publicKey"), new byte[32]));
    }

    public static void Code(ICryptoSuite suite, JsonElement vector)
    {
        var code = new byte[Hkdf.HashLength];
        Hkdf.Authenticate(suite, vector.BytesOf("key"), vector.BytesOf("message"), code);
        AssertHex(vector, "mac", code);
    }

    public static void Derivation(ICryptoSuite suite, JsonElement vector)
    {
        byte[] expected = [.. vector.GetProperty("outputs").EnumerateArray().SelectMany(output => output.Bytes())];
        var outputs = new byte[expected.Length];
        Hkdf.Derive(suite, vector.BytesOf("chainingKey"), vector.BytesOf("inputKeyMaterial"), outputs);
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(outputs));
    }

    public static void Namespaces(ICryptoSuite suite, JsonElement vector)
    {
        foreach (var entry in vector.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Array)
            {
                Assert.True(HyperDhtCommands.TryGetValue(entry.Name, out var command), $"no command is known for '{entry.Name}'.");
                Assert.Equal(entry.Value.GetString(), Namespace(suite, "hyperswarm/dht", command));
                continue;
            }

            foreach (var (number, hex) in entry.Value.EnumerateArray().Index()) Assert.Equal(hex.GetString(), Namespace(suite, entry.Name, (byte)number));
        }
    }

    /// <summary>The pair of a seed that an entry holds.</summary>
    public static KeyPair PairOf(ICryptoSuite suite, JsonElement vector, string member) => KeyPair.FromSeed(suite, vector.BytesOf(member));

    /// <summary>A public key that an entry holds.</summary>
    public static PublicKey KeyOf(JsonElement vector, string member) => PublicKey.Parse(vector.GetProperty(member).GetString()!);

    public static byte[] Bytes(PublicKey key) => Convert.FromHexString(key.ToHex());

    public static void AssertHex(JsonElement vector, string member, ReadOnlySpan<byte> actual) =>
        Assert.Equal(vector.GetProperty(member).GetString(), Convert.ToHexStringLower(actual));

    private static void AssertShared(ICryptoSuite suite, JsonElement vector, KeyPair local, PublicKey remote)
    {
        var shared = new byte[32];
        Assert.True(local.TryAgree(suite, remote, shared));
        AssertHex(vector, "shared", shared);
    }

    private static string Namespace(ICryptoSuite suite, string name, byte number)
    {
        var bytes = new byte[33];
        suite.Blake2b256(Encoding.UTF8.GetBytes(name), bytes.AsSpan(0, 32));
        bytes[32] = number;
        suite.Blake2b256(bytes, bytes.AsSpan(0, 32));
        return Convert.ToHexStringLower(bytes.AsSpan(0, 32));
    }
}
